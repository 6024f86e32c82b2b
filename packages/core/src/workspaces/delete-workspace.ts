import { command } from '../kernel/index.ts';
import { DeleteWorkspace, workspaceErrors, workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/**
 * Hides a workspace from everybody at once, when its name was typed and the caller has proved themselves; an owner may take that back for
 * GRACE_DAYS. Throws workspaces.nameMismatch, workspaces.lastWorkspace and identity.stepUpNeeded.
 */
export const deleteWorkspace = command({
  input: DeleteWorkspace,
  needs: 'workspace.delete',
  async run({ tx, ctx, record, afterCommit }, input) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`
      select guard.delete_workspace(${pass}, ${personId}, ${ctx.workspaceId}, ${input.name}) outcome`;
    if (row?.outcome === 'name') throw workspaceErrors.nameMismatch({ field: 'name' });
    if (row?.outcome === 'last') throw workspaceErrors.lastWorkspace();
    await record(workspaceEvents.deleted, { name: input.name.trim() });
    afterCommit(() => ctx.ports.hints.wanted());
    return { ok: true as const };
  },
});
