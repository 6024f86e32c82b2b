import { open, randomToken, sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { ATTEMPT_MINUTES, Email, identityErrors, type Provider } from './contract.ts';
import { emailKey } from './rules.ts';
import { deviceOf, sealWay } from './store.ts';

/** How an issuer's answer is checked and exchanged for who somebody is; it throws what it does not believe. */
export type Exchange = (kept: { state: string; nonce: string; verifier: string }) => Promise<{
  issuer: string;
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  isMailboxProven: boolean;
  name: string | null;
}>;

/**
 * Where somebody stands who came back: on their way in, linked, or known to nobody yet. `claim` is the secret under which what the issuer
 * said waits in this browser, for a sign-up or for the login of whoever has the address.
 */
export type Arrival =
  | { kind: 'continued'; step: Continued }
  | { kind: 'linked' }
  /** Whoever left to link is still in, and nothing was linked. */
  | { kind: 'notLinked'; because: unknown }
  | { kind: 'signUp' | 'logIn'; claim: string };

/**
 * Ends what beginFederation began, in the same browser, once. It proves a person like a password does: a second factor is still asked for,
 * and a browser that is new to them still proves the mailbox unless the issuer speaks for it. An address alone links nothing.
 * Throws identity.attemptGone when this browser did not begin it; errors of `exchange` pass, or are told by `notLinked`.
 */
export async function finishFederation(
  ctx: PublicCtx,
  back: { provider: Provider; secret: string; state: string },
  exchange: Exchange,
  session: { pass: Buffer } | null,
): Promise<Arrival> {
  const [taken] = await ctx.db`
    select * from guard.take_federation(${sha256(back.secret)}, ${deviceOf(ctx)}, ${sha256(back.state)}, ${back.provider})`;
  if (!taken) throw identityErrors.attemptGone();
  const kept = JSON.parse(open(ctx.keyring, taken.sealed, 'federation').toString('utf8'));
  const arrive = async () => {
    const found = await exchange({ ...kept, state: back.state });
    return { ...found, email: Email.safeParse(found.email).data ?? null };
  };
  if (taken.person_id) {
    try {
      if (!session) throw identityErrors.sessionEnded({ reason: 'none' });
      return await link(ctx, session.pass, taken.person_id, back.provider, await arrive());
    } catch (because) {
      return { kind: 'notLinked', because };
    }
  }
  const found = await arrive();
  const { email } = found;
  const secret = randomToken();
  const [row] = await ctx.db`
    select guard.enter_federated(${back.provider}, ${found.issuer}, ${found.subject}, ${email}, ${email && emailKey(email)}, ${found.name},
      ${found.isEmailVerified && email !== null}, ${found.isMailboxProven && email !== null}, ${sha256(secret)}, ${deviceOf(ctx)},
      ${`${ATTEMPT_MINUTES} minutes`}::interval) outcome`;
  if (row?.outcome === 'proved')
    return { kind: 'continued', step: await continueAttempt(ctx, secret, session?.pass ?? null) };
  return { kind: row?.outcome === 'link' ? 'logIn' : 'signUp', claim: secret };
}

/** Links for whoever left their own session to do so. Throws identity.identityTaken, identity.stepUpNeeded. */
async function link(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string,
  provider: Provider,
  found: { issuer: string; subject: string; email: string | null },
): Promise<Arrival> {
  const [row] = await translated(
    () => ctx.db`
      select guard.link_federated(${pass}, ${personId}, ${provider}, ${found.issuer}, ${found.subject}, ${found.email},
        ${sealWay(ctx, provider)}) outcome`,
  );
  if (row?.outcome === 'taken') throw identityErrors.identityTaken();
  if (row?.outcome === 'linked') ctx.ports.hints.emitted();
  return { kind: 'linked' };
}
