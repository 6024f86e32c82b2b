import { command } from '../kernel/index.ts';
import { ExportId, exportErrors, exportEvents } from './contract.ts';

/** Stops the writing of one's own file; nothing of it stays. Errors: notFound, gone. */
export const stopExport = command({
  input: ExportId,
  needs: 'data.export',
  async run({ tx, ctx, actor, record }, { exportId }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const [row] = await tx`select state from app.contact_export
      where workspace_id = ${ctx.workspaceId} and id = ${exportId} and person_id = ${own} for update`;
    if (!row) throw exportErrors.notFound();
    if (row.state !== 'writing') throw exportErrors.gone();
    await tx`update app.contact_export set state = 'stopped', ended_at = clock_timestamp() where workspace_id = ${ctx.workspaceId} and id = ${exportId}`;
    await record(exportEvents.stopped, { exportId });
    return { ok: true as const };
  },
});
