import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { ChannelDriver } from './contract.ts';

/** Takes up to `room` numbers of a driver that somebody wants and nobody holds, for `ttlMs`. Across companies. */
export async function claimChannels(
  db: HolderDb,
  wish: { holder: string; driver: ChannelDriver; ttlMs: number; room: number },
): Promise<Held[]> {
  const rows = await callAsHolder(
    async () =>
      await db`select * from guard.claim_channels(${wish.holder}, ${wish.driver}, ${`${wish.ttlMs} milliseconds`}::text::interval, ${wish.room})`,
  );
  return rows.map((row) => ({ workspaceId: row.workspace_id, channelId: row.channel_id, fence: row.fence }));
}
