import { purgeContacts } from '@recado/core/contacts';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Batches of one company and hour; the rest is for the next one. */
const BATCHES = 20;

/** Removes the contacts of every company whose time in the bin is over. */
export async function emptyEveryBin(context: CronContext): Promise<{ workspaces: number }> {
  const workspaces = await inEveryWorkspace(context, 'contact bin', async (ctx) => {
    for (let batch = 0; batch < BATCHES; batch += 1) if (!(await purgeContacts(ctx, {})).isMore) return;
  });
  return { workspaces };
}
