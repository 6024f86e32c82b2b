import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse, storableJson, traceOf } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, identityErrors, VerifySignUp } from './contract.ts';
import { handOverPassword } from './hand-over-password.ts';
import { initSession, type OpenedSession } from './init-session.ts';
import { codeDigest, deviceOf } from './store.ts';

/**
 * Ends a sign-up with the code from the mail: person, account, first workspace and owner appear together, and a session opens.
 * Five wrong codes and the sign-up is over. Whoever keeps passwords is given the new one afterwards; when that fails it stays with us.
 */
export async function verifySignUp(
  ctx: PublicCtx,
  raw: z.input<typeof VerifySignUp>,
  identity: IdentityPort,
  formerPass: Buffer | null,
): Promise<OpenedSession & { workspaceId: string }> {
  const input = parse(VerifySignUp, raw);
  const attempt = randomToken();
  const [pending] = await ctx.db`
    select * from guard.verify_signup(${input.id}, ${codeDigest(ctx, input.code)}, ${sha256(attempt)}, ${deviceOf(ctx)},
      ${`${ATTEMPT_MINUTES} minutes`}::interval, ${storableJson(traceOf(ctx))}::text::jsonb)`;
  switch (pending?.outcome) {
    case 'created':
      await handOverPassword(ctx, identity, { personId: pending.person_id });
      return { ...(await initSession(ctx, attempt, formerPass)), workspaceId: pending.workspace_id };
    case 'wrong':
      if (pending.attempts_left > 0) throw identityErrors.wrongCode({ left: pending.attempts_left });
      throw identityErrors.codeExhausted();
    case 'exhausted':
      throw identityErrors.codeExhausted();
    default:
      throw identityErrors.codeExpired();
  }
}
