import { exportEvents } from '@recado/core/exports/contract';
import { tellExported } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<
    EventTrigger<typeof exportEvents.asked | typeof exportEvents.finished | typeof exportEvents.failed>,
    JobServices
  >,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

const whats: Record<string, 'asked' | 'ready' | 'failed'> = {
  [exportEvents.asked.name]: 'asked',
  [exportEvents.finished.name]: 'ready',
  [exportEvents.failed.name]: 'failed',
};

/** Tells the owners that contacts are taken away, and whoever asked that the file is there or will not come. */
export async function tellOfExport(context: Context): Promise<{ told: number }> {
  const { exportId, workspaceId } = context.event.data;
  const what = whats[context.event.name] ?? 'asked';
  return await context.steps.run('tell', () =>
    tellExported(systemIn(context, workspaceId, 'notifications'), { exportId, what }),
  );
}
