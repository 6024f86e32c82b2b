import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellAssigned } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.assigned>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells somebody that a conversation was given to them. */
export async function tellOfAssignment(context: Context): Promise<{ told: number }> {
  const { id: eventId, data } = context.event;
  const { conversationId, to, by } = data;
  return await context.steps.run('tell', () =>
    tellAssigned(systemIn(context, data.workspaceId, 'notifications'), { eventId, conversationId, to, by: by ?? null }),
  );
}
