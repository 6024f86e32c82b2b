import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { ChannelDetail, ChannelState } from './contract.ts';

export type ChannelReport = {
  state: ChannelState;
  reason?: string | null;
  /** Replaces what the state before carried: a QR or a pairing code is gone as soon as the state is left. */
  detail?: ChannelDetail;
  /** The digits WhatsApp gave, once known. */
  number?: string;
  /** The wish that is given up with this state; one that came later stays. */
  givesUpSeq?: number;
};

/** Tells how a number is doing; only a real difference becomes a change for readers. Answers whether there was one. */
export async function reportChannelState(db: HolderDb, held: Held, report: ChannelReport): Promise<boolean> {
  const detail = JSON.stringify(report.detail ?? {});
  const [row] = await callAsHolder(
    async () =>
      await db`select app.report_channel_state(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${report.state},
        ${report.reason ?? null}, ${detail}::text::jsonb, ${report.number ?? null}, ${report.givesUpSeq ?? null}) changed`,
  );
  return row?.changed === true;
}
