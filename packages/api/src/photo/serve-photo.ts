import type { IncomingMessage, ServerResponse } from 'node:http';
import { readPhoto } from '@recado/core/identity';
import type { PublicCtx } from '@recado/core/kernel';
import { isId } from '@recado/runtime/ids';
import { knownDigest, sendPicture } from './send-picture.ts';

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
  const known = knownDigest(request);
  const photo = await readPhoto(ctx, holder.pass, holder.personId, {
    of,
    known: known ? Buffer.from(known, 'hex') : null,
  });
  sendPicture(photo, request, response);
}
