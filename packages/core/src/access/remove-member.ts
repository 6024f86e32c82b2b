import { command } from '../kernel/index.ts';
import { accessEvents, RemoveMember } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

/**
 * Takes somebody out of the workspace, an owner out of all of the account, from their very next request on: streams, links, keys and the
 * invitations that they sent end, and an heir has their conversations. Throws access.self, access.above, access.lastOwner, access.noMember,
 * access.noHeir, identity.stepUpNeeded.
 */
export const removeMember = command({
  input: RemoveMember,
  needs: 'members.remove',
  takesOut: true,
  async run({ tx, ctx, record, afterCommit }, input) {
    const { pass, personId } = passOf(ctx);
    const [row] = await tx`select guard.remove_member(${pass}, ${personId}, ${input.personId}, ${input.heirId}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['done']);
    const gone = { name: answer.name as string, role: answer.of as string, workspaces: answer.workspaces as number };
    await record(
      accessEvents.removed,
      { ...input, ...gone, ended: answer.ended as Record<string, number> },
      { before: { role: gone.role } },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ended: answer.ended as Record<string, number> };
  },
});
