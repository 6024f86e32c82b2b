import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPhoto } from '@recado/core/identity';
import type { PublicCtx } from '@recado/core/kernel';
import { isId } from '@recado/runtime/ids';

const START = '/photo/';

/** Whether an address is that of somebody's picture. */
export const isPhoto = (path: string): boolean => path.startsWith(START);

/**
 * Sends the picture that an address names to its person or a colleague. A browser may keep it, and asks each time whether it still may show
 * it: after the session, or the shared workspace, it does not. Throws identity.photoNotFound and what a session is refused with.
 */
export async function servePhoto(
  ctx: PublicCtx,
  holder: { pass: Buffer; personId: string | null },
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const named = path.slice(START.length);
  const of = isId(named) ? named : null;
  const known = /"([0-9a-f]{64})"/.exec(request.headers['if-none-match'] ?? '')?.[1];
  const photo = await readPhoto(ctx, holder.pass, holder.personId, {
    of,
    known: known ? Buffer.from(known, 'hex') : null,
  });
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('etag', `"${photo.digest.toString('hex')}"`);
  // also where nothing is sent: what a browser keeps is told anew
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  if (!photo.bytes) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'content-type': photo.mime,
    'content-length': photo.bytes.length,
    'content-disposition': 'inline',
  });
  response.end(request.method === 'HEAD' ? undefined : photo.bytes);
}
