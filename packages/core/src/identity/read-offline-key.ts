import { type Keyring, mac } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { getViewer } from './get-viewer.ts';

/**
 * The key under which a browser keeps what may be read there without a network, and how long the session lives as things are. It follows from a
 * key of the installation and the session, so nothing is stored, and nobody is given it once the session is over.
 */
export async function readOfflineKey(
  ctx: Pick<PublicCtx, 'db'> & { keyring: Keyring },
  pass: Buffer,
  personId: string | null,
): Promise<{ sessionId: string; key: string; secondsLeft: number }> {
  const { sessionId, session } = await getViewer(ctx, pass, personId);
  return { sessionId, key: mac(ctx.keyring, 'offline', sessionId), secondsLeft: session.secondsLeft };
}
