import { rollUpUsage } from '@recado/core/reports';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Counts the days of every company anew. */
export async function rollUpEveryWorkspace(context: CronContext): Promise<{ workspaces: number }> {
  return { workspaces: await inEveryWorkspace(context, 'usage roll-up', (ctx) => rollUpUsage(ctx, {})) };
}
