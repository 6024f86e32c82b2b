import { command } from '../kernel/index.ts';
import { accessEvents, OneInvitation } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

/** Calls an invitation back: its link is worth nothing at once and its seat is free. Throws access.invitationGone, access.above. */
export const revokeInvitation = command({
  input: OneInvitation,
  needs: 'members.invite',
  takesOut: true,
  async run({ tx, ctx, record }, { invitationId }) {
    const { pass, personId } = passOf(ctx);
    const [row] = await tx`select guard.revoke_invitation(${pass}, ${personId}, ${invitationId}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['revoked']);
    await record(accessEvents.revoked, { invitationId, email: answer.email as string });
    return { ok: true as const };
  },
});
