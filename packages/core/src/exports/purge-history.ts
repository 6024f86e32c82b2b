import { z } from 'zod';
import { command } from '../kernel/index.ts';

/** Removes some of the messages that a batch's file holds; answers false where it was called off. What is gone already is harmless. For the process of jobs. */
export const purgeHistory = command({
  input: z.object({ batchId: z.uuid(), ids: z.array(z.uuid()).max(1000) }),
  needs: 'workspace.update',
  unrecorded: 'that a batch is removed is written down once, when all of it is',
  async run({ tx, ctx, afterCommit }, { batchId, ids }): Promise<boolean> {
    const [row] = await tx`select app.purge_history(${ctx.workspaceId}, ${batchId}, ${ids}::uuid[]) gone`;
    if (row?.gone) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return row?.gone !== null;
  },
});
