import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { ChannelRow } from './contract.ts';

export type RenewedLease = Held & {
  wanted: ChannelRow['wanted'];
  /** Grows with every wish of a person. */
  wantedSeq: number;
  pairingNumber: string | null;
};

/** Prolongs everything a holder still holds; a number that is not in the answer is lost. */
export async function renewLeases(db: HolderDb, holder: string, ttlMs: number): Promise<RenewedLease[]> {
  const rows = await callAsHolder(
    async () => await db`select * from guard.renew_leases(${holder}, ${`${ttlMs} milliseconds`}::text::interval)`,
  );
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    fence: row.fence,
    wanted: row.wanted,
    wantedSeq: row.wanted_seq,
    pairingNumber: row.pairing_number,
  }));
}
