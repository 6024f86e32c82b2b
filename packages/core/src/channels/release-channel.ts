import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** Gives a number back, so that another process may take it at once; false when it was not held any more. */
export async function releaseChannel(db: HolderDb, holder: string, held: Held): Promise<boolean> {
  const [row] = await callAsHolder(
    async () => await db`select guard.release_lease(${holder}, ${held.channelId}, ${held.fence}) released`,
  );
  return row?.released === true;
}
