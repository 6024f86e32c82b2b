import type { exportEvents } from '@recado/core/exports/contract';
import { tellHistory } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof exportEvents.historyAnnounced>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells whoever runs a business, on their screens, that the oldest of its history is going to be removed. */
export async function tellOfHistory(context: Context): Promise<{ told: number }> {
  const { batchId, workspaceId } = context.event.data;
  return await context.steps.run('tell', () =>
    tellHistory(systemIn(context, workspaceId, 'notifications'), { batchId }),
  );
}
