// The server door of compliance: reading the audit, and proving that nobody touched it.
export { beginAuditExport } from './begin-audit-export.ts';
export { checkAudit } from './check-audit.ts';
export { listAudit } from './list-audit.ts';
export { readAuditRows } from './read-audit-rows.ts';
