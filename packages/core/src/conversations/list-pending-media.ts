import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { MediaKind } from './contract.ts';

export type PendingMedia = {
  id: string;
  kind: MediaKind;
  mime: string;
  name: string | null;
  sealedSource: Buffer;
  attempts: number;
  messageId: string;
  providerId: string;
};

/** Files of a number's messages that were not downloaded yet, oldest first. */
export async function listPendingMedia(db: HolderDb, held: Held, limit: number): Promise<PendingMedia[]> {
  const rows = await callAsHolder(
    async () =>
      await db`select * from app.list_pending_media(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${limit})`,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    mime: row.mime,
    name: row.name,
    sealedSource: row.sealed_source,
    attempts: row.attempts,
    messageId: row.message_id,
    providerId: row.provider_id,
  }));
}
