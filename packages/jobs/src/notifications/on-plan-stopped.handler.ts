import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellPlanned } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.planStopped>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells whoever planned a message that it did not go, and why. */
export async function tellOfPlan(context: Context): Promise<{ told: number }> {
  const { workspaceId, ...stopped } = context.event.data;
  return await context.steps.run('tell', () =>
    tellPlanned(systemIn(context, workspaceId, 'notifications', stopped.conversationId), stopped),
  );
}
