import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** Removes staged rows that carry nothing for a conversation. */
export async function dropStaged(db: HolderDb, held: Held, stagedIds: number[]): Promise<void> {
  if (stagedIds.length === 0) return;
  await callAsHolder(
    async () =>
      await db`select wa.drop_staged(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${stagedIds}::bigint[])`,
  );
}
