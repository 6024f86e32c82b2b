import type { IncomingMessage } from 'node:http';
import { checkSession, setPhoto } from '@recado/core/identity';
import { identityErrors, photoLimits } from '@recado/core/identity/contract';
import type { PublicCtx } from '@recado/core/kernel';
import { readBody } from './read-body.ts';

/**
 * Takes the caller's picture as the raw body of a request. The session is proved before the first byte and again when it is kept; what is
 * more than a picture may have is not read to its end. Throws identity.photoRefused {field, because}.
 */
export async function takePhoto(
  ctx: PublicCtx,
  holder: { pass: Buffer; personId: string | null },
  request: IncomingMessage,
): Promise<{ photo: string }> {
  await checkSession(ctx, holder.pass, holder.personId);
  const bytes = await readBody(request, photoLimits.bytes, tooMuch);
  return await setPhoto(ctx, holder.pass, holder.personId, bytes);
}

const tooMuch = () => identityErrors.photoRefused({ field: 'photo', because: 'bytes' });
