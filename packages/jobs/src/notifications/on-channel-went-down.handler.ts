import type { channelEvents } from '@recado/core/channels/contract';
import { tellDown } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof channelEvents.wentDown>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells whoever connects numbers that one is down. */
export async function tellOfNumber(context: Context): Promise<{ told: number }> {
  const { channelId, state, since, workspaceId } = context.event.data;
  return await context.steps.run('tell', () =>
    tellDown(systemIn(context, workspaceId, 'notifications'), { channelId, state, since }),
  );
}
