import { command } from '../kernel/index.ts';
import { type ExportFormat, ExportId, exportErrors, exportEvents } from './contract.ts';

/**
 * Says which stored file is the caller's own, and writes down that it is fetched. Whoever mounts it asks for a fresh proof first.
 * Errors: notFound, gone.
 */
export const openExport = command({
  input: ExportId,
  needs: 'data.export',
  async run({ tx, ctx, actor, record }, { exportId }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const [row] =
      await tx`select format, state, total, encode(sha256, 'hex') sha256, app.iso(created_at) "createdAt", expires_at <= ${ctx.clock.now().toISOString()}::text::timestamptz late
      from app.contact_export where workspace_id = ${ctx.workspaceId} and id = ${exportId} and person_id = ${own} for update`;
    if (!row) throw exportErrors.notFound();
    if (row.state !== 'ready' || row.late) throw exportErrors.gone();
    await tx`update app.contact_export set downloads = downloads + 1 where workspace_id = ${ctx.workspaceId} and id = ${exportId}`;
    await record(exportEvents.downloaded, { exportId, count: row.total });
    return row as unknown as { format: ExportFormat; sha256: string; createdAt: string };
  },
});
