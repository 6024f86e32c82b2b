import { showRating } from '@recado/core/conversations';
import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellRated } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.rated>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Shows the answer to whoever has the conversation open, and tells whoever had it that its customer was not content. */
export async function tellOfRating(context: Context): Promise<{ told: number }> {
  const { workspaceId, conversationId, surveyId } = context.event.data;
  return await context.steps.run('tell', async () => {
    await showRating(systemIn(context, workspaceId, 'survey'), { conversationId, surveyId });
    return await tellRated(systemIn(context, workspaceId, 'notifications'), { conversationId, surveyId });
  });
}
