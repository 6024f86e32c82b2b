import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceErrors, workspaceEvents } from './contract.ts';
import { type Lacks, noRoom, ownDoor } from './store.ts';

/** An owner takes a deletion back within its grace. Throws workspaces.graceOver, and plans.limitReached when its place was taken meanwhile. */
export const undoDeletion = command({
  input: z.object({}),
  needs: 'workspace.delete',
  async opens(tx, ctx) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`select guard.undo_delete(${pass}, ${personId}, ${ctx.workspaceId}) answer`;
    const answer = row?.answer as { gone?: true; lacks?: Lacks } | null;
    if (answer?.gone) throw workspaceErrors.graceOver();
    if (answer?.lacks) throw noRoom(answer.lacks);
  },
  async run({ tx, ctx, record }) {
    const [row] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    await record(workspaceEvents.undeleted, { name: row?.name });
    return { ok: true as const };
  },
});
