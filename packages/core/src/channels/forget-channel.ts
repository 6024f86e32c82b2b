import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { ChannelState } from './contract.ts';

/** Removes everything that made this a linked device and frees the number for another workspace, in one transaction. */
export async function forgetChannel(
  db: HolderDb,
  held: Held,
  end: { state: ChannelState; reason: string | null; givesUpSeq: number },
): Promise<void> {
  await callAsHolder(
    async () =>
      await db`select app.forget_channel(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${end.state}, ${end.reason}, ${end.givesUpSeq})`,
  );
}
