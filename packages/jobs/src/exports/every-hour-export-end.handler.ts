import { expireExports } from '@recado/core/exports';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Removes, in every company, the files of contacts whose day is over. */
export async function endEveryExport(context: CronContext): Promise<{ workspaces: number }> {
  return { workspaces: await inEveryWorkspace(context, 'export end', (ctx) => expireExports(ctx)) };
}
