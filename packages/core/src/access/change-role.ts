import { command } from '../kernel/index.ts';
import { accessEvents, ChangeRole } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

type Values = Record<string, unknown>;
type Changed = { from: string; before: Values; after: Values; calledBack: string[] | null };

/**
 * Gives somebody another role, from their very next request on. An owner is one in all workspaces of the account, made and unmade in all of
 * them. Nobody gives or touches what goes beyond themselves. Throws access.above, access.lastOwner, access.noMember, access.noRole,
 * access.isBlocked, access.namedRole for an owner of several workspaces who shall have a role of one of them, identity.stepUpNeeded.
 */
export const changeRole = command({
  input: ChangeRole,
  needs: 'members.update',
  async run({ tx, ctx, record, afterCommit }, input) {
    const { pass, personId } = passOf(ctx);
    const customRoleId = input.customRoleId ?? null;
    const [row] = await tx`
      select guard.change_role(${pass}, ${personId}, ${input.personId}, ${input.role}, ${customRoleId}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['changed']);
    const changed = { personId: input.personId, role: input.role, customRoleId };
    const { from, before, after, calledBack } = answer as unknown as Changed;
    await record(
      accessEvents.roleChanged,
      { ...changed, from, ...(calledBack ? { calledBack } : {}) },
      { before, after },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
