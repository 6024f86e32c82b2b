import type { Database } from '@recado/db';

/**
 * Links what has committed since into the chains of its workspaces, at most `limit` entries. Answers how many, and null when another
 * process is at it.
 */
export async function sealAudit(db: Database, limit: number): Promise<number | null> {
  const [row] = await db`select guard.seal_audit(${limit}) sealed`;
  return row?.sealed ?? null;
}
