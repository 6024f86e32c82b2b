import { command } from '../kernel/index.ts';
import { BatchId, exportEvents } from './contract.ts';

/** All that a batch's file holds is removed. For the process of jobs. */
export const endHistory = command({
  input: BatchId,
  needs: 'workspace.update',
  unrecorded: 'whoever comes second finds it ended; the first one writes it down',
  async run({ tx, ctx, record }, { batchId }) {
    const [row] = await tx`
      update app.history_batch b set state = 'purged', ended_at = ${ctx.clock.now().toISOString()}::text::timestamptz
        where b.workspace_id = ${ctx.workspaceId} and b.id = ${batchId} and b.state = 'purging' returning app.iso(b.before) before, b.purged::float8 count`;
    if (row)
      await record(exportEvents.historyPurged, { batchId, before: row.before as string, count: row.count as number });
    return { ok: true as const };
  },
});
