import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

/** Tells whoever runs the business that the oldest of its history is going to be removed, and when: once for each batch. */
export const tellHistory = command({
  input: z.object({ batchId: z.uuid() }),
  needs: 'workspace.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { batchId }): Promise<{ told: number }> {
    const [row] = await tx`
      select app.iso(b.before) before, app.iso(b.purge_at) "purgeAt", b.messages::float8 count from app.history_batch b where b.workspace_id = ${ctx.workspaceId} and b.id = ${batchId}`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'history', cause: `history:${batchId}` },
      personIds: await peopleWith(tx, 'workspace.update'),
      detail: { before: row.before as string, purgeAt: row.purgeAt as string, count: row.count as number },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
