import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { StagedPart } from './commit-keys.ts';

export type StagedRow = StagedPart & { stagedId: number; sealed: Buffer; attempts: number };

/** What was received and not handed over yet, in the order of arrival, after a row id. */
export async function loadStaged(
  db: HolderDb,
  held: Held,
  page: { after: number; limit: number },
): Promise<StagedRow[]> {
  const rows = await callAsHolder(
    async () =>
      await db`select * from wa.load_staged(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${page.after}, ${page.limit})`,
  );
  return rows.map((row) => ({
    stagedId: row.staged_id,
    chat: row.chat,
    sender: row.sender,
    providerId: row.provider_id,
    part: row.part,
    sealed: row.sealed,
    attempts: row.attempts,
  }));
}
