import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { historyErrors } from './contract.ts';

const PART = 1_000;
const place = z.object({ conversationId: z.uuid(), seq: z.number() });
export type HistoryPart = { rows: Record<string, unknown>[]; next: z.infer<typeof place> | null };

/** A part of what a batch puts away, from where the part before ended. Errors: archiveNotFound. For the process of jobs. */
export const takeHistoryPart = query({
  input: z.object({ batchId: z.uuid(), after: place }),
  needs: 'data.export',
  async run({ tx, ctx }, { batchId, after }): Promise<HistoryPart> {
    const [row] = await tx`
      select app.history_part(b.workspace_id, b.before, ${after.conversationId}, ${after.seq}, ${PART}) part
        from app.history_batch b where b.workspace_id = ${ctx.workspaceId} and b.id = ${batchId} and b.state = 'archiving'`;
    if (!row) throw historyErrors.archiveNotFound();
    return row.part as HistoryPart;
  },
});
