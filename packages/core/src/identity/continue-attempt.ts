import type { PublicCtx } from '../kernel/index.ts';
import type { PendingLogIn } from './contract.ts';
import { initSession, type OpenedSession } from './init-session.ts';
import { readAttempt } from './read-attempt.ts';
import { sendAttemptCode } from './send-attempt-code.ts';

/** Where a way in stands after a proof: the session, or what is still missing. `attempt` is the secret that the browser must keep. */
export type Continued = { opened: OpenedSession } | { attempt: string; pending: PendingLogIn };

/**
 * After every proof: opens the session when the database misses nothing more, and sends the first code by itself when a code from the
 * mailbox is what is missing. Throws identity.attemptGone.
 */
export async function continueAttempt(ctx: PublicCtx, attempt: string, formerPass: Buffer | null): Promise<Continued> {
  const pending = await readAttempt(ctx, attempt);
  if (pending.needs.length === 0) return { opened: await initSession(ctx, attempt, formerPass) };
  if (!pending.needs.includes('email') || pending.hasCode) return { attempt, pending };
  return { attempt, pending: await sendAttemptCode(ctx, attempt) };
}
