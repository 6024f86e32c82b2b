import { z } from 'zod';
import { command } from '../kernel/index.ts';

/** Lets whoever shows a conversation know that its customer said how it went, by the page or by a digit. Once more does no harm. */
export const showRating = command({
  input: z.object({ conversationId: z.uuid(), surveyId: z.uuid() }),
  needs: 'conversations.write',
  unrecorded: 'what was said is written down already',
  async run({ tx, ctx, afterCommit }, { conversationId, surveyId }): Promise<void> {
    await tx`
      select app.note_change(s.workspace_id, 'aside', s.id, s.conversation_id) from app.survey s
       where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId} and s.conversation_id = ${conversationId} and s.state = 'answered'`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
  },
});
