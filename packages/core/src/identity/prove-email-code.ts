import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, ProveCode } from './contract.ts';
import { attemptCodeDigest, deviceOf } from './store.ts';

/**
 * Proves the mailbox by the code that went to it, and goes on with the login. Five wrong codes and the login is over, whatever was proved
 * before. Throws identity.wrongCode, identity.attemptSpent, identity.attemptGone, identity.tooManyAttempts, and
 * identity.onlyByLink when too many codes were typed today for an address that nothing else was proved of.
 */
export async function proveEmailCode(
  ctx: PublicCtx,
  attempt: string,
  raw: z.input<typeof ProveCode>,
  formerPass: Buffer | null,
): Promise<Continued> {
  const { code } = parse(ProveCode, raw);
  const [row] = await translated(
    () => ctx.db`
      select * from guard.prove_attempt_code(${sha256(attempt)}, ${deviceOf(ctx)}, ${attemptCodeDigest(ctx, attempt, code)})`,
  );
  if (row?.outcome === 'link') throw identityErrors.onlyByLink();
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 24 * 60 });
  if (row?.outcome === 'wrong') throw identityErrors.wrongCode({ left: row.tries_left });
  if (row?.outcome !== 'proved') throw identityErrors.attemptSpent();
  return await continueAttempt(ctx, attempt, formerPass);
}
