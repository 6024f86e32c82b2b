import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { EXPORT_HOURS, exportEvents } from './contract.ts';

/** The file is stored: from now on it can be fetched, for a day. Answers false where nobody wants it any more. For the process of jobs. */
export const settleExport = command({
  input: z.object({
    exportId: z.uuid(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
    count: z.number().int().min(0),
  }),
  needs: 'data.export',
  unrecorded: 'where it was stopped meanwhile there is nothing to write down; where it is there, that is recorded',
  async run({ tx, ctx, record, afterCommit }, { exportId, sha256, bytes, count }): Promise<boolean> {
    const expires = new Date(ctx.clock.now().getTime() + EXPORT_HOURS * 3_600_000).toISOString();
    const [row] = await tx`
      update app.contact_export set state = 'ready', sha256 = ${Buffer.from(sha256, 'hex')}, bytes = ${bytes}, total = ${count}, at_row = ${count},
          ended_at = clock_timestamp(), expires_at = ${expires}::text::timestamptz
        where workspace_id = ${ctx.workspaceId} and id = ${exportId} and state = 'writing' returning id`;
    if (!row) return false;
    await tx`delete from app.contact_export_part where workspace_id = ${ctx.workspaceId} and export_id = ${exportId}`;
    await record(exportEvents.finished, { exportId, count, bytes, sha256 });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return true;
  },
});
