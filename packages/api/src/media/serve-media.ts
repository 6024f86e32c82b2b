import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getMedia } from '@recado/core/conversations';
import { conversationErrors } from '@recado/core/conversations/contract';
import type { Ctx } from '@recado/core/kernel';

const INLINE = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/(mp4|3gpp|quicktime|webm))/;

/**
 * Sends a file whose signed address was already checked, under the caller's live session, with ranges for players.
 * `keep` says whether a browser may have it at all; it asks every time, for a session may be over. What browsers might run is only ever offered as a download, from an empty origin.
 */
export async function serveMedia(
  ctx: Ctx,
  mediaId: string,
  request: IncomingMessage,
  response: ServerResponse,
  keep: 'private, no-cache' | 'no-store' = 'private, no-cache',
): Promise<void> {
  const media = await getMedia(ctx, { mediaId });
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '');
  const range = asked && media.bytes > 0 ? rangeOf(asked[1] ?? '', asked[2] ?? '', media.bytes) : undefined;
  if (range === null) {
    response.writeHead(416, { 'content-range': `bytes */${media.bytes}` }).end();
    return;
  }
  const etag = `"${media.sha256}"`;
  if (range === undefined && keep !== 'no-store' && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag, 'cache-control': keep }).end();
    return;
  }
  const file = await ctx.ports.storage.read(ctx.workspaceId, media.sha256, range);
  if (!file) throw conversationErrors.mediaNotFound();
  const inline = INLINE.test(media.mime);
  const name = encodeURIComponent(media.name ?? media.kind);
  response.writeHead(range ? 206 : 200, {
    'content-type': inline ? media.mime : 'application/octet-stream',
    'content-length': range ? range.end - range.start + 1 : file.size,
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${file.size}` } : {}),
    'accept-ranges': 'bytes',
    'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'cache-control': keep,
    ...(keep === 'no-store' ? {} : { etag }),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(file.stream, response).catch(() => response.destroy());
}

function rangeOf(from: string, to: string, size: number): { start: number; end: number } | null {
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? null : { start, end };
}
