import { z } from 'zod';
import { command } from '../kernel/index.ts';
import type { Lacks } from '../plans/rules.ts';
import { workspaceErrors, workspaceEvents } from './contract.ts';
import { noRoom, ownDoor } from './store.ts';

/** An owner takes a deletion back within its grace. Throws workspaces.graceOver, and plans.limitReached when its place was taken meanwhile. */
export const undoDeletion = command({
  input: z.object({}),
  needs: 'workspace.delete',
  unrecorded: 'where it was not deleted; that it came back is recorded',
  async opens(tx, ctx) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`select guard.undo_delete(${pass}, ${personId}, ${ctx.workspaceId}) answer`;
    const answer = row?.answer as { gone?: true; idle?: true; lacks?: Lacks } | null;
    if (answer?.gone) throw workspaceErrors.graceOver();
    if (answer?.lacks) throw noRoom(answer.lacks);
    return answer?.idle ? undefined : { before: { deleted: true }, after: { deleted: false } };
  },
  async run({ tx, ctx, record, opened }) {
    if (!opened) return { ok: true as const };
    const [row] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    await record(workspaceEvents.undeleted, { name: row?.name }, opened);
    return { ok: true as const };
  },
});
