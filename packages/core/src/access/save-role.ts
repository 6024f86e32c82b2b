import { changeOf, command } from '../kernel/index.ts';
import { accessEvents, SaveRole } from './contract.ts';
import { completeRights } from './rules.ts';
import { judge, type Outcome, passOf } from './store.ts';

/**
 * Makes a role of the company's own, or changes one for whoever has it, from their very next request on. What a right leans on comes with it.
 * Throws access.rolesNotInPlan, access.above for a right that the caller lacks, access.nameTaken, access.noRole, access.tooManyRoles,
 * identity.stepUpNeeded.
 */
export const saveRole = command({
  input: SaveRole,
  needs: 'roles.write',
  async run({ tx, ctx, record, afterCommit }, input) {
    const { pass, personId } = passOf(ctx);
    const permissions = completeRights(input.permissions);
    const [row] = await tx`
      select guard.save_role(${pass}, ${personId}, ${input.roleId ?? null}, ${input.name}, ${permissions}::text[]) answer`;
    const answer = row?.answer as Outcome;
    await judge(tx, answer, ['done']);
    const roleId = answer.id as string;
    const after = { name: input.name, permissions };
    const before = answer.before as Record<string, unknown> | null;
    await record(accessEvents.roleSaved, { roleId, ...after }, before ? changeOf(before, after) : { after });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { roleId, permissions };
  },
});
