import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, type StepUp, StepUp as StepUpInput } from './contract.ts';
import { type CheckPasskey, provePasskey } from './prove-passkey.ts';
import { provePassword } from './prove-password.ts';
import { readCookieLife } from './read-cookie-life.ts';
import { type Means, readMeans } from './read-means.ts';
import { hexOf, mintToken, ownCodeDigest, recoveryDigests, sealAlarm, stepOf } from './store.ts';

/**
 * Proves the caller again, by one thing they have: the password, a passkey, a second factor or, where there is none, a code from the mailbox. For ten
 * minutes the acts that ask for it are open. Answers the session's next token; the former one is worth nothing from then on. Ten tries in a
 * quarter of an hour, of which a password that nobody could judge takes none. Throws identity.wrongProof, identity.tooManyAttempts,
 * identity.providerUnavailable, identity.passkeyRefused,
 * and identity.attemptGone for a passkey that answers what this browser was not asked.
 */
export async function stepUp(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof StepUpInput>,
  identity: IdentityPort,
  checkPasskey: CheckPasskey,
): Promise<{ token: string; keepSeconds: number | null }> {
  const input = parse(StepUpInput, raw);
  const [tries] = await translated(() => ctx.db`select guard.reserve_own_try(${pass}, ${personId}) allowed`);
  if (!tries?.allowed) throw identityErrors.tooManyAttempts({ minutes: 15 });
  const key = input.way === 'passkey' ? await takePasskey(ctx, pass, personId, input.answer, checkPasskey) : null;
  for (let round = 0; round < 3; round += 1) {
    const means = await readMeans(ctx, pass, personId);
    const proof =
      key ??
      (await examine(ctx, means, input, identity).catch(async (error) => {
        await translated(() => ctx.db`select guard.return_own_try(${pass}, ${personId})`);
        throw error;
      }));
    if (!proof) throw identityErrors.wrongProof();
    const made = mintToken(ctx.keyring, { sessionId: means.sessionId, gen: means.gen + 1, salt: means.salt });
    const [row] = await translated(
      () => ctx.db`
        select guard.step_up(${pass}, ${personId}, ${input.way}, ${proof.step}, ${hexOf(proof.digests)}::text[]::bytea[], ${means.gen}, ${made.kid}, ${made.proof},
          ${sealAlarm(ctx)}) outcome`,
    );
    if (row?.outcome === 'done') {
      if (input.way === 'recovery') ctx.ports.hints.emitted();
      return { token: made.token, keepSeconds: await readCookieLife(ctx, means.sessionId) };
    }
    if (row?.outcome !== 'again') throw identityErrors.wrongProof();
  }
  throw identityErrors.wrongProof();
}

type Proof = { step: number | null; digests: Buffer[] };
const none: Proof = { step: null, digests: [] };

/** Uses up the answer of a passkey of the caller's own; somebody else's is as wrong as any. */
async function takePasskey(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  answer: Extract<StepUp, { way: 'passkey' }>['answer'],
  check: CheckPasskey,
): Promise<Proof> {
  const { passkeyId, signCount } = await provePasskey(ctx, answer, check);
  const [row] = await translated(
    () => ctx.db`select guard.use_passkey(${pass}, ${personId}, ${passkeyId}, ${signCount}) ok`,
  );
  if (!row?.ok) throw identityErrors.passkeyRefused();
  return none;
}

/** What the database needs to take the proof; null when it is none. */
async function examine(ctx: PublicCtx, means: Means, input: StepUp, identity: IdentityPort): Promise<Proof | null> {
  if (!means.ways.includes(input.way)) return null;
  switch (input.way) {
    case 'pwd':
      return (await provePassword(ctx, identity, means, input.proof)) ? none : null;
    case 'totp': {
      const step = means.sealedTotp && stepOf(ctx, means.personId, means.sealedTotp, input.proof);
      return step ? { ...none, step } : null;
    }
    case 'recovery':
      return { ...none, digests: recoveryDigests(ctx, means.personId, input.proof) };
    case 'email':
      return { ...none, digests: [ownCodeDigest(ctx, 'step-up', means.sessionId, input.proof)] };
    case 'passkey':
      return null;
  }
}
