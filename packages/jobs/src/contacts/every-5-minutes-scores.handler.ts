import { scoreContacts } from '@recado/core/contacts';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Batches of one company and run, so that a large one keeps nobody waiting; the rest is for the next run. */
const BATCHES = 40;

/** Counts the scores of whoever changed, and once a day of everybody for whom only time went by. */
export async function scoreEverybody(context: CronContext): Promise<{ workspaces: number }> {
  const workspaces = await inEveryWorkspace(context, 'contact scores', async (ctx) => {
    for (let batch = 0; batch < BATCHES; batch += 1) if (!(await scoreContacts(ctx, {})).isMore) return;
  });
  return { workspaces };
}
