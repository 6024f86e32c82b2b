import type { AuditFilter } from '@recado/core/compliance/contract';

/** Where the record is to be had as a file, narrowed as the page is. */
export const auditFileAddress = (workspaceId: string, format: 'csv' | 'jsonl', filter: AuditFilter): string =>
  `/audit.${format}?${new URLSearchParams({ workspace: workspaceId, ...(filter as Record<string, string>) })}`;
