import { sweepMedia } from '@recado/core/conversations';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Removes, in every company, what uploads left that never became part of a message. */
export async function sweepEveryMedia(context: CronContext): Promise<{ workspaces: number }> {
  return {
    workspaces: await inEveryWorkspace(context, 'media sweep', async (ctx) => {
      const gone = await sweepMedia(ctx);
      if (gone.rows + gone.files > 0) context.log.info({ workspaceId: ctx.workspaceId, ...gone }, 'files removed');
    }),
  };
}
