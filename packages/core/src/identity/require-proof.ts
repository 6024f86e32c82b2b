import { type PublicCtx, translated } from '../kernel/index.ts';

/**
 * Whether the caller has proved themselves within the last ten minutes, as their session's row says; a login that proved all that is asked
 * for counts. Throws identity.stepUpNeeded, and identity.sessionEnded or identity.otherPerson before that.
 */
export async function requireProof(ctx: Pick<PublicCtx, 'db'>, pass: Buffer, personId: string | null): Promise<void> {
  await translated(() => ctx.db`select guard.require_proof(${pass}, ${personId})`);
}
