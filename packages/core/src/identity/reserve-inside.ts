import type { PublicCtx } from '../kernel/index.ts';
import { CEREMONIES_PER_PERSON } from './contract.ts';
import { readMeans } from './read-means.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { attemptKey } from './store.ts';

/** Takes one of the ceremonies of a kind that a person may begin inside their sessions in a quarter of an hour. Throws tooManyAttempts. */
export async function reserveInside(
  ctx: PublicCtx,
  kind: 'passkey' | 'federation',
  session: { pass: Buffer; personId: string | null },
): Promise<void> {
  const { personId } = await readMeans(ctx, session.pass, session.personId);
  await reserveAttempt(ctx, attemptKey(ctx, `${kind}-person`, personId), {
    allowed: CEREMONIES_PER_PERSON,
    minutes: 15,
  });
}
