import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { finishMedia, listPendingMedia, type MediaEnd, type PendingMedia } from '@recado/core/conversations';
import { mediaLimits } from '@recado/core/conversations/contract';
import type { Held } from '@recado/core/kernel';
import { openMediaSource } from '../inbound/hand-over.ts';
import type { Services } from '../services.ts';
import { fetchMedia, MediaGone, mediaUrl } from './fetch-media.ts';
import { createMediaOpener, MediaRefused } from './media-crypto.ts';
import { settleMime } from './sniff-media.ts';

const TRIES = 6;
const RETRY_MS = 2_000;
const PAGE = 10;

export type Downloads = {
  /** Files may be waiting. */
  poke(): void;
  stop(): void;
};

/** Fetches the files of a number's messages, two at a time, oldest first; never inside a transaction. */
export function createDownloads(services: Services, held: Held): Downloads {
  let isRunning = false;
  let isPoked = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (isPoked && !isStopped) {
        isPoked = false;
        const pending = await listPendingMedia(services.db, held, PAGE);
        let isEveryOneDone = true;
        for (let at = 0; at < pending.length && !isStopped; at += 2) {
          const ends = await Promise.all(pending.slice(at, at + 2).map((media) => settle(media)));
          if (ends.some((end) => end.state === 'pending')) isEveryOneDone = false;
        }
        if (!isEveryOneDone) later();
        else if (pending.length === PAGE) isPoked = true;
      }
    } catch (error) {
      if (!isStopped) {
        services.log.warn({ err: error, channelId: held.channelId }, 'downloads paused');
        later();
      }
    } finally {
      isRunning = false;
      if (isPoked && !isStopped) void run();
    }
  }
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      poke();
    }, RETRY_MS);
  };
  const poke = (): void => {
    isPoked = true;
    if (!isRunning && !isStopped) void run();
  };

  async function settle(media: PendingMedia): Promise<MediaEnd> {
    const end = await download(services, held, media).catch((error): MediaEnd => {
      if (error instanceof MediaRefused || error instanceof MediaGone) return { state: 'failed', error: error.message };
      services.log.warn({ err: error, channelId: held.channelId, mediaId: media.id }, 'download failed');
      return media.attempts + 1 >= TRIES
        ? { state: 'failed', error: 'unreachable' }
        : { state: 'pending', error: 'unreachable' };
    });
    if (isStopped) return end;
    await finishMedia(services.db, held, media.id, end);
    if (end.state !== 'pending') services.hints.changed(held.workspaceId);
    return end;
  }
  return {
    poke,
    stop() {
      isStopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

/** Fetches, opens and checks one file, and gives it to storage under its digest. */
async function download(services: Services, held: Held, media: PendingMedia): Promise<MediaEnd> {
  const source = openMediaSource(services, held, media.providerId, media.sealedSource);
  const limit = mediaLimits[media.kind];
  if (source.bytes > limit) throw new MediaRefused('too_large');
  const url = mediaUrl(source, services.driver);
  const folder = path.join(services.mediaDir, 'incoming');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, randomUUID());
  try {
    const opener = createMediaOpener({
      kind: media.kind,
      mediaKey: Buffer.from(source.mediaKey, 'base64'),
      sha256: source.sha256 ? Buffer.from(source.sha256, 'base64') : null,
      limit,
    });
    await pipeline(await fetchMedia(url, limit), opener, createWriteStream(file, { mode: 0o600 }));
    const { sha256, bytes, head } = opener.opened();
    const mime = settleMime(media.kind, media.mime, head);
    if (!mime) throw new MediaRefused('not_what_it_says');
    await services.storage.put(held.workspaceId, sha256.toString('hex'), createReadStream(file));
    return { state: 'ready', sha256: sha256.toString('hex'), bytes, mime };
  } finally {
    await rm(file, { force: true });
  }
}
