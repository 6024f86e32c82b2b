import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** The sealed credentials of a number; null before the first pairing. */
export async function loadCredential(db: HolderDb, held: Held): Promise<Buffer | null> {
  const [row] = await callAsHolder(
    async () => await db`select wa.load_credential(${held.workspaceId}, ${held.channelId}, ${held.fence}) sealed`,
  );
  return (row?.sealed as Buffer | null) ?? null;
}
