import { tellLimits } from '@recado/core/notifications';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Tells whoever runs each business what is nearly used up of its plan. */
export async function tellOfLimits(context: CronContext): Promise<{ workspaces: number }> {
  return { workspaces: await inEveryWorkspace(context, 'plan limits', (ctx) => tellLimits(ctx, {})) };
}
