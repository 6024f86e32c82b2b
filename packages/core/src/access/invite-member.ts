import { emailKey } from '../identity/rules.ts';
import { command } from '../kernel/index.ts';
import { accessEvents, INVITATION_DAYS, InviteMember } from './contract.ts';
import { judge, type Outcome, passOf, writeInvitation } from './store.ts';

/**
 * Invites an address to the workspace: a letter with a link goes there, which is good for a week and takes a seat until then. Throws
 * plans.limitReached with the figures and the plan that has more seats, access.alreadyMember, access.alreadyInvited, access.above for a role
 * that goes beyond the caller's own, access.noRole, access.tooManyLetters, identity.stepUpNeeded.
 */
export const inviteMember = command({
  input: InviteMember,
  needs: 'members.invite',
  async run({ tx, ctx, actor, record }, input) {
    const { pass, personId } = passOf(ctx);
    const customRoleId = input.customRoleId ?? null;
    const inviter = actor.kind === 'person' ? actor.name : '';
    const { hash, sealed } = await writeInvitation(tx, ctx, { inviter, role: input.role, customRoleId });
    const [row] = await tx`
      select guard.invite(${pass}, ${personId}, ${input.email}, ${emailKey(input.email)}, ${input.role}, ${customRoleId}, ${hash},
        ${`${INVITATION_DAYS} days`}::interval, ${sealed}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['invited']);
    const invitationId = answer.id as string;
    await record(accessEvents.invited, { invitationId, email: input.email, role: input.role, customRoleId });
    return { invitationId };
  },
});
