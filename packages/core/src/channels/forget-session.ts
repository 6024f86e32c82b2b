import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** Removes credentials, keys and staged rows of a pairing that never ended, so that the next one begins anew. */
export async function forgetSession(db: HolderDb, held: Held): Promise<void> {
  await callAsHolder(
    async () => await db`select wa.forget_session(${held.workspaceId}, ${held.channelId}, ${held.fence})`,
  );
}
