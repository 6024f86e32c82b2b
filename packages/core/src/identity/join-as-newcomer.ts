import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse, traceText } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, identityErrors, JoinAsNewcomer, SIGNUPS_PER_NETWORK, TERMS_VERSION } from './contract.ts';
import { handOverPassword } from './hand-over-password.ts';
import { initSession, type OpenedSession } from './init-session.ts';
import { readInvitation } from './read-invitation.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { networkOf } from './rules.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';
import { weighPassword } from './weigh-password.ts';

/**
 * A newcomer takes up an invitation: its link came to their mailbox, so that is proved; the person appears, joins, and a session opens by the
 * last step of every way in. Throws identity.invitationGone with the reason, identity.logInFirst when the address must log in first,
 * identity.passwordTooWeak, identity.noSeat, identity.tooManyAttempts.
 */
export async function joinAsNewcomer(
  ctx: PublicCtx,
  raw: z.input<typeof JoinAsNewcomer>,
  identity: IdentityPort,
  formerPass: Buffer | null,
): Promise<OpenedSession & { workspaceId: string }> {
  const input = parse(JoinAsNewcomer, raw);
  // a hash is dear: nobody has one made without an invitation
  const invitation = await readInvitation(ctx, { token: input.token });
  if (invitation.state !== 'open') throw identityErrors.invitationGone({ reason: invitation.state });
  const network = attemptKey(ctx, 'signup-network', networkOf(ctx.origin.address));
  await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, SIGNUPS_PER_NETWORK), minutes: 60 });
  const verdict = weighPassword(input.password, [invitation.email, input.name, invitation.workspace]);
  if (!verdict.ok) throw identityErrors.passwordTooWeak({ field: 'password', because: verdict.because });
  const attempt = randomToken();
  const [row] = await ctx.db`
    select set_config('recado.trace', ${traceText(ctx)}, true), guard.accept_as_newcomer(${sha256(input.token)}, ${input.name}, ${input.locale}, ${input.timeZone},
      ${await identity.hashPassword(input.password)}, ${TERMS_VERSION}, ${sha256(attempt)}, ${deviceOf(ctx)},
      ${`${ATTEMPT_MINUTES} minutes`}::interval) answer`;
  if (!row) throw new Error('The guard answered nothing.');
  const { outcome, workspaceId, personId } = row.answer as { outcome: string; workspaceId: string; personId: string };
  if (outcome === 'hasAccount') throw identityErrors.logInFirst();
  if (outcome === 'limit') throw identityErrors.noSeat();
  if (outcome === 'owes') throw identityErrors.joinPaused();
  if (outcome !== 'joined') throw identityErrors.invitationGone({ reason: outcome });
  ctx.ports.hints.emitted();
  await handOverPassword(ctx, identity, { personId });
  return { ...(await initSession(ctx, attempt, formerPass)), workspaceId };
}
