import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellRated } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.rated>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Tells whoever had a conversation that its customer was not content. */
export async function tellOfRating(context: Context): Promise<{ told: number }> {
  const { workspaceId, conversationId, surveyId } = context.event.data;
  return await context.steps.run('tell', () =>
    tellRated(systemIn(context, workspaceId, 'notifications'), { conversationId, surveyId }),
  );
}
