import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { exportEvents } from './contract.ts';

/** The file of a batch is stored, and its digest is written down. Answers false where nobody wants it any more. For the process of jobs. */
export const settleArchive = command({
  input: z.object({
    batchId: z.uuid(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
    count: z.number().int().min(0),
  }),
  needs: 'data.export',
  unrecorded:
    'where it was called off meanwhile there is nothing to write down; where the file is there, that is recorded',
  async run({ tx, ctx, record }, { batchId, sha256, bytes, count }): Promise<boolean> {
    const [row] = await tx`
      update app.history_batch b set state = 'archived', sha256 = ${Buffer.from(sha256, 'hex')}, bytes = ${bytes}, archived = ${count}
        where b.workspace_id = ${ctx.workspaceId} and b.id = ${batchId} and b.state = 'archiving' returning app.iso(b.before) before`;
    if (!row) return false;
    await record(exportEvents.historyArchived, { batchId, before: row.before as string, count, bytes, sha256 });
    return true;
  },
});
