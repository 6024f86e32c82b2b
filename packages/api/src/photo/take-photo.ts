import type { IncomingMessage } from 'node:http';
import { checkSession, setPhoto } from '@recado/core/identity';
import { identityErrors, photoLimits } from '@recado/core/identity/contract';
import type { PublicCtx } from '@recado/core/kernel';

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
  const parts: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > photoLimits.bytes) throw tooMuch();
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > photoLimits.bytes) throw tooMuch();
    parts.push(part);
  }
  return await setPhoto(ctx, holder.pass, holder.personId, Buffer.concat(parts));
}

const tooMuch = () => identityErrors.photoRefused({ field: 'photo', because: 'bytes' });
