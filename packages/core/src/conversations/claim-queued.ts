import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { MessageKind } from './contract.ts';

export type QueuedMessage = {
  id: string;
  conversationId: string;
  /** Chosen and stored before; every try sends under it. */
  providerId: string;
  kind: MessageKind;
  body: string | null;
  mediaId: string | null;
  address: string;
  attempts: number;
  /** What it answers to: whose it was, and what the other phone shows of it. */
  quoted: { providerId: string; fromUs: boolean; kind: MessageKind; body: string | null } | null;
};

/** Takes the next queued messages of a number, oldest first; they are `sending` from here on. */
export async function claimQueued(db: HolderDb, held: Held, limit: number): Promise<QueuedMessage[]> {
  const rows = await callAsHolder(
    async () =>
      await db`select * from app.claim_queued(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${limit})`,
  );
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    providerId: row.provider_id,
    kind: row.kind,
    body: row.body,
    mediaId: row.media_id,
    address: row.address,
    attempts: row.attempts,
    quoted: row.quoted,
  }));
}
