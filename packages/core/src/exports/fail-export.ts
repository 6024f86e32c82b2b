import { command } from '../kernel/index.ts';
import { ExportId, exportEvents } from './contract.ts';

/** Gives a file up that could not be written. For the process of jobs. */
export const failExport = command({
  input: ExportId,
  needs: 'data.export',
  unrecorded: 'where it was stopped meanwhile there is nothing to write down; where it is given up, that is recorded',
  async run({ tx, ctx, record, afterCommit }, { exportId }) {
    const [row] = await tx`update app.contact_export set state = 'failed', ended_at = clock_timestamp()
      where workspace_id = ${ctx.workspaceId} and id = ${exportId} and state = 'writing' returning id`;
    if (row) await record(exportEvents.failed, { exportId });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
