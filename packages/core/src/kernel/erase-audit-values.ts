import type { Database } from '@recado/db';

/**
 * Empties what a workspace's audit holds about one person or thing, by its id: names, addresses, what was there before and after. Who did
 * what when stays, by ids, and so does the chain. Answers how many entries; those that wait for their seal are left for the next time.
 */
export async function eraseAuditValues(
  db: Database,
  workspaceId: string,
  subject: string,
  reason: string,
): Promise<number> {
  const [row] = await db`select guard.erase_audit_values(${workspaceId}, ${subject}, ${reason}) erased`;
  return Number(row?.erased ?? 0);
}
