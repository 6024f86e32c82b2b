import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { accessEvents } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

/**
 * Goes by oneself, an owner out of all of the account. What was theirs is nobody's then, and their links, keys and invitations end. Throws
 * access.lastOwner for whoever nobody else could run the account after, identity.stepUpNeeded.
 */
export const leaveWorkspace = command({
  input: z.object({}),
  // anybody may go, whoever only looks too: the guard's function writes for them
  needs: 'workspace.read',
  takesOut: true,
  async run({ tx, ctx, actor, record, afterCommit }) {
    const { pass, personId } = passOf(ctx);
    const [row] = await tx`select guard.leave(${pass}, ${personId}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['done']);
    const left = { role: answer.of as string, workspaces: answer.workspaces as number };
    await record(
      accessEvents.left,
      { personId: actor.kind === 'person' ? actor.personId : '', ...left },
      { before: { role: left.role } },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
