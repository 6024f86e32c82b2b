import type { Database } from '@recado/db';

/** The next companies in the order of their ids; for jobs that visit each through its own door. */
export async function listWorkspaceIds(db: Database, after: string | null, limit: number): Promise<string[]> {
  const rows = await db`select id from guard.list_workspaces(${after}, ${limit}) id`;
  return rows.map((row) => row.id as string);
}
