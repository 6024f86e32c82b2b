import { z } from 'zod';
import { may, query } from '../kernel/index.ts';
import type { History, HistoryBatchRow } from './contract.ts';
import { batchColumns, daysKept } from './store.ts';

/** How much history is kept, what goes next and which files there are, for whoever may take them away. */
export const readHistory = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx, actor }): Promise<History> {
    const mayTake =
      actor.kind === 'person' &&
      may(actor.role, 'data.export', actor.permissions) &&
      may(actor.role, 'conversations.readAll', actor.permissions);
    const rows = (await tx`
      select ${batchColumns(tx)} from app.history_batch b where b.workspace_id = ${ctx.workspaceId} and b.state <> 'cancelled' order by b.id desc limit 200`) as unknown as HistoryBatchRow[];
    const days = await daysKept(tx);
    return {
      days,
      keptSince: rows.find(({ purged }) => purged > 0)?.before ?? null,
      // where the plan has no end by now, the next night calls it off
      next: (days !== null && rows.find(({ state }) => state !== 'purged')) || null,
      archives: mayTake ? rows.filter(({ bytes }) => bytes !== null) : [],
    };
  },
});
