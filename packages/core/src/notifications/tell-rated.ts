import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

/** Tells whoever had a conversation, and those who hand them out, that its customer was not content: once for each question, by the score that stands. */
export const tellRated = command({
  input: z.object({ conversationId: z.uuid(), surveyId: z.uuid() }),
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { surveyId }): Promise<{ told: number }> {
    const [row] = await tx`
      select s.conversation_id "conversationId", s.assignee_id "assigneeId", s.score, s.comment from app.survey s
       where s.workspace_id = ${ctx.workspaceId} and s.id = ${surveyId} and s.state = 'answered'
         and s.score <= coalesce((select r.threshold from app.survey_rule r where r.workspace_id = s.workspace_id), 2)`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'rating', cause: `rating:${surveyId}`, conversationId: row.conversationId as string },
      personIds: [
        ...new Set([
          ...(row.assigneeId ? [row.assigneeId as string] : []),
          ...(await peopleWith(tx, 'conversations.assign')),
        ]),
      ],
      detail: { score: row.score as number },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
