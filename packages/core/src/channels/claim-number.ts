import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** A number (digits) lives in one workspace of the installation: false when another channel has it. */
export async function claimNumber(db: HolderDb, held: Held, number: string): Promise<boolean> {
  const [row] = await callAsHolder(
    async () => await db`select guard.claim_number(${held.channelId}, ${held.fence}, ${number}) ours`,
  );
  return row?.ours === true;
}
