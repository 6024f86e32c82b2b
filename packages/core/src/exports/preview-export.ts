import { query } from '../kernel/index.ts';
import { type ExportPreview, PreviewExport } from './contract.ts';
import { isInPlan, peopleMeant, readMeant } from './store.ts';

const MOST_MS = 4_000;

/** How many contacts a file would hold, who would be told of it, and whether the plan allows it; nothing is written. Errors: contacts.segmentNotFound. */
export const previewExport = query({
  input: PreviewExport,
  needs: 'data.export',
  async run({ tx, ctx, actor }, input): Promise<ExportPreview> {
    const { filter } = await readMeant({ tx, ctx }, input);
    const people =
      await tx`select name from app.member where workspace_id = ${ctx.workspaceId} and role = 'owner' and blocked_at is null order by lower(name)`;
    const owners = people.map(({ name }) => name as string);
    const inPlan = await isInPlan(tx);
    try {
      const count = await tx.savepoint(async (inner) => {
        await inner`select set_config('statement_timeout', ${String(MOST_MS)}, true)`;
        const [row] =
          await inner`select count(*)::integer n from app.contact c where ${peopleMeant({ tx: inner, ctx, actor }, filter)}`;
        return row?.n as number;
      });
      return { count, owners, inPlan };
    } catch (error) {
      if ((error as { code?: string }).code !== '57014') throw error;
      return { count: null, owners, inPlan };
    }
  },
});
