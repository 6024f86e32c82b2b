import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** How far a sent message has come: 2 failed, 3 accepted by the server, 4 delivered, 5 read, 6 played. */
export type DeliveryNews = { providerId: string; status: 2 | 3 | 4 | 5 | 6; error?: string };

/** Moves statuses forward, never backwards. Answers how many rows moved. */
export async function advanceDelivery(db: HolderDb, held: Held, news: DeliveryNews[]): Promise<number> {
  if (news.length === 0) return 0;
  const [row] = await callAsHolder(
    async () =>
      await db`select app.advance_delivery(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${JSON.stringify(news)}::text::jsonb) moved`,
  );
  return (row?.moved as number | undefined) ?? 0;
}
