import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/** Takes a workspace out of the archive; its numbers stay disconnected until somebody connects them. */
export const restoreWorkspace = command({
  input: z.object({}),
  needs: 'workspace.archive',
  unrecorded: 'where it was in no archive; that it came out of one is recorded',
  async opens(tx, ctx) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`select guard.restore_workspace(${pass}, ${personId}, ${ctx.workspaceId}) was`;
    return row?.was ? { before: { archived: true }, after: { archived: false } } : undefined;
  },
  async run({ tx, ctx, record, afterCommit, opened }) {
    if (!opened) return { ok: true as const };
    const [row] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    await record(workspaceEvents.restored, { name: row?.name }, opened);
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
