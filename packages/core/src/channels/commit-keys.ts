import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import { hex } from './store.ts';

export type StagedPart = { chat: string; sender: string; providerId: string; part: number };

export type KeyUpdate = {
  /** A null value deletes the key. */
  keys: { kind: string; id: string; sealed: Buffer | null }[];
  credential: Buffer | null;
  /** Inbound plaintext that this very update of the ratchet gave up. */
  staged: (StagedPart & { sealed: Buffer })[];
};

/** One update of a number's key store, all or nothing. Answers the row ids of what was staged. */
export async function commitKeys(
  db: HolderDb,
  held: Held,
  update: KeyUpdate,
): Promise<(StagedPart & { stagedId: number })[]> {
  const { keys, staged } = update;
  const rows = await callAsHolder(
    async () =>
      await db`select * from wa.commit_keys(${held.workspaceId}, ${held.channelId}, ${held.fence},
        ${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.id)}::text[], ${keys.map((key) => hex(key.sealed))}::text[]::bytea[],
        ${update.credential}, ${staged.map((part) => part.chat)}::text[], ${staged.map((part) => part.sender)}::text[],
        ${staged.map((part) => part.providerId)}::text[], ${staged.map((part) => part.part)}::smallint[],
        ${staged.map((part) => hex(part.sealed))}::text[]::bytea[])`,
  );
  return rows.map((row) => ({
    stagedId: row.staged_id,
    chat: row.chat,
    sender: row.sender,
    providerId: row.provider_id,
    part: row.part,
  }));
}
