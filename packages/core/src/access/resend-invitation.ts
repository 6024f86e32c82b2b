import { command } from '../kernel/index.ts';
import { accessErrors, accessEvents, INVITATION_DAYS, type InvitationRow, OneInvitation } from './contract.ts';
import { judge, type Outcome, passOf, writeInvitation } from './store.ts';

/**
 * Sends an invitation again, with a new link that is good for a week; the former one is worth nothing from then on. Throws
 * access.invitationGone, access.resendTooSoon with the seconds, access.tooManyLetters, access.above, plans.limitReached.
 */
export const resendInvitation = command({
  input: OneInvitation,
  needs: 'members.invite',
  async run({ tx, ctx, actor, record }, { invitationId }) {
    const { pass, personId } = passOf(ctx);
    const [list] = await tx`select guard.list_invitations() rows`;
    const rows = (list?.rows ?? []) as InvitationRow[];
    const found = rows.find((each) => each.id === invitationId);
    if (!found) throw accessErrors.invitationGone();
    const inviter = actor.kind === 'person' ? actor.name : '';
    const { hash, sealed } = await writeInvitation(tx, ctx, { ...found, inviter });
    const [row] = await tx`
      select guard.resend_invitation(${pass}, ${personId}, ${invitationId}, ${hash}, ${`${INVITATION_DAYS} days`}::interval, ${sealed}) answer`;
    await judge(tx, row?.answer as Outcome, ['sent']);
    await record(accessEvents.resent, { invitationId, email: found.email });
    return { ok: true as const };
  },
});
