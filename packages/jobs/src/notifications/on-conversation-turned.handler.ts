import { assignTurns, takeDigits } from '@recado/core/conversations';
import type { conversationEvents } from '@recado/core/conversations/contract';
import { tellTurns } from '@recado/core/notifications';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { systemIn } from './system-in.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof conversationEvents.turned>, JobServices>,
  'event' | 'events' | 'steps' | 'services' | 'runId' | 'log'
>;

/**
 * Shares out conversations that began to wait, then tells of them: of one that has somebody by now, that person alone. Those that have their answer are
 * taken for read. A batch is of one workspace.
 */
export async function tellOfTurns(context: Context): Promise<{ told: number }> {
  const turns = context.events.map(({ data: { conversationId, seq, waits } }) => ({ conversationId, seq, waits }));
  return await context.steps.run('tell', async () => {
    const workspaceId = context.event.data.workspaceId;
    // an answer to a question is nothing that anybody waits with
    await takeDigits(systemIn(context, workspaceId, 'survey'), turns);
    await assignTurns(systemIn(context, workspaceId, 'assignment'), turns);
    return await tellTurns(systemIn(context, workspaceId, 'notifications'), { turns });
  });
}
