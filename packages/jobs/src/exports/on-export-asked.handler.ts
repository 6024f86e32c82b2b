import { failExport } from '@recado/core/exports';
import type { exportEvents } from '@recado/core/exports/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import { systemIn } from '../notifications/system-in.ts';
import type { JobServices } from '../services.ts';
import { writeExport } from './write-export.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof exportEvents.asked>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Writes a file of contacts. */
export async function doExport(context: Context): Promise<{ count: number }> {
  const { exportId, workspaceId } = context.event.data;
  return await context.steps.run('write', () =>
    writeExport(systemIn(context, workspaceId, 'contact export'), exportId, context.services.exportWords),
  );
}

/** Says of a file that could not be written that it will not come. */
export async function giveExportUp(
  context: Pick<Context, 'services' | 'runId' | 'log'> & {
    failure: { event: { data: { exportId: string; workspaceId?: string } } };
  },
): Promise<void> {
  const { exportId, workspaceId } = context.failure.event.data;
  await failExport(systemIn(context, workspaceId, 'contact export'), { exportId });
}
