import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { ChannelDetail, ChannelRow, ChannelState } from './contract.ts';

export type HeldChannel = {
  wanted: ChannelRow['wanted'];
  wantedSeq: number;
  pairingNumber: string | null;
  number: string | null;
  state: ChannelState;
  reason: string | null;
  detail: ChannelDetail;
};

/** What a holder must know before it opens a number; null when the channel is gone. */
export async function loadChannel(db: HolderDb, held: Held): Promise<HeldChannel | null> {
  const [row] = await callAsHolder(
    async () => await db`select app.load_channel(${held.workspaceId}, ${held.channelId}, ${held.fence}) channel`,
  );
  return (row?.channel as HeldChannel | null) ?? null;
}
