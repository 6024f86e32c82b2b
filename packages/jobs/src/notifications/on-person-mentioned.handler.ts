import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellMentioned } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.mentioned>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells people that a note names them. */
export async function tellOfMention(context: Context): Promise<{ told: number }> {
  const { conversationId, noteId, personIds, workspaceId } = context.event.data;
  return await context.steps.run('tell', () =>
    tellMentioned(systemIn(context, workspaceId, 'notifications'), { conversationId, noteId, personIds }),
  );
}
