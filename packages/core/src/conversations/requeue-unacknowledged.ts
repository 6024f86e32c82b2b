import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** What was sent and never acknowledged goes back to the queue, to be sent again under the same ids. Answers how many. */
export async function requeueUnacknowledged(db: HolderDb, held: Held): Promise<number> {
  const [row] = await callAsHolder(
    async () =>
      await db`select app.requeue_unacknowledged(${held.workspaceId}, ${held.channelId}, ${held.fence}) requeued`,
  );
  return (row?.requeued as number | undefined) ?? 0;
}
