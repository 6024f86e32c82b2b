import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

export type MediaEnd =
  | { state: 'ready'; sha256: string; bytes: number; mime: string }
  | { state: 'failed'; error: string }
  /** Not yet: the attempt is counted. */
  | { state: 'pending'; error: string };

/** Writes down how a download went and tells readers of its message. The key to the file is forgotten at the end. */
export async function finishMedia(db: HolderDb, held: Held, mediaId: string, end: MediaEnd): Promise<void> {
  const ready = end.state === 'ready' ? end : null;
  await callAsHolder(
    async () =>
      await db`select app.finish_media(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${mediaId}, ${end.state},
        ${ready ? Buffer.from(ready.sha256, 'hex') : null}, ${ready?.bytes ?? null}, ${ready?.mime ?? null},
        ${end.state === 'ready' ? null : end.error})`,
  );
}
