import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/** Takes a workspace out of the archive; its numbers stay disconnected until somebody connects them. */
export const restoreWorkspace = command({
  input: z.object({}),
  needs: 'workspace.archive',
  async opens(tx, ctx) {
    const { pass, personId } = ownDoor(ctx);
    await tx`select guard.restore_workspace(${pass}, ${personId}, ${ctx.workspaceId})`;
  },
  async run({ tx, ctx, record, afterCommit }) {
    const [row] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    await record(
      workspaceEvents.restored,
      { name: row?.name },
      { before: { archived: true }, after: { archived: false } },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
