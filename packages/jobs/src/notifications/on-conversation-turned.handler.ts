import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellTurns } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.turned>, JobServices>,
  'event' | 'events' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells of conversations that began to wait, and takes those for read that have their answer. A batch is of one workspace. */
export async function tellOfTurns(context: Context): Promise<{ told: number }> {
  const turns = context.events.map(({ data: { conversationId, seq, waits } }) => ({ conversationId, seq, waits }));
  return await context.steps.run('tell', () =>
    tellTurns(systemIn(context, context.event.data.workspaceId, 'notifications'), { turns }),
  );
}
