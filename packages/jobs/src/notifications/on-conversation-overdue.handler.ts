import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellOverdue } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.overdue>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells whoever has a conversation that it waits for longer than was promised. */
export async function tellOfDelay(context: Context): Promise<{ told: number }> {
  const { workspaceId, conversationId, clock, since } = context.event.data;
  return await context.steps.run('tell', () =>
    tellOverdue(systemIn(context, workspaceId, 'notifications'), { conversationId, clock, since }),
  );
}
