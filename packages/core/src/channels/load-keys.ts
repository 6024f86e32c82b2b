import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** The sealed keys of one kind that exist among the ids asked for. */
export async function loadKeys(
  db: HolderDb,
  held: Held,
  kind: string,
  ids: string[],
): Promise<{ id: string; sealed: Buffer }[]> {
  const rows = await callAsHolder(
    async () =>
      await db`select * from wa.load_keys(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${kind}, ${ids}::text[])`,
  );
  return rows.map((row) => ({ id: row.key_id as string, sealed: row.sealed as Buffer }));
}
