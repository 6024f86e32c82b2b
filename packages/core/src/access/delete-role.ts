import { command } from '../kernel/index.ts';
import { accessEvents, OneRole } from './contract.ts';
import { judge, type Outcome, passOf } from './store.ts';

/** Deletes a role that nobody has and nobody is invited to. Throws access.roleInUse with how many, access.noRole, access.above, identity.stepUpNeeded. */
export const deleteRole = command({
  input: OneRole,
  needs: 'roles.write',
  async run({ tx, ctx, record }, { roleId }) {
    const { pass, personId } = passOf(ctx);
    const [row] = await tx`select guard.delete_role(${pass}, ${personId}, ${roleId}) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['done']);
    const name = answer.name as string;
    await record(accessEvents.roleDeleted, { roleId, name }, { before: { name, permissions: answer.permissions } });
    return { ok: true as const };
  },
});
