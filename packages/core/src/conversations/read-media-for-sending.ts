import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';
import type { MediaKind } from './contract.ts';

export type MediaToSend = {
  kind: MediaKind;
  mime: string;
  name: string | null;
  bytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  seconds: number | null;
};

/** What a file to be sent is and under which digest storage has it; null when it is not ready. */
export async function readMediaForSending(db: HolderDb, held: Held, mediaId: string): Promise<MediaToSend | null> {
  const [row] = await callAsHolder(
    async () =>
      await db`select app.read_media(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${mediaId}) media`,
  );
  return (row?.media as MediaToSend | null) ?? null;
}
