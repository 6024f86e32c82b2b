import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

/**
 * Tells whoever has a conversation that it waits for longer than was promised, or, where nobody has it, those who may give it to somebody. Once for each
 * time that something was owed; what was answered meanwhile is told to nobody.
 */
export const tellOverdue = command({
  input: z.object({
    conversationId: z.uuid(),
    clock: z.enum(['first', 'next', 'resolve']),
    since: z.iso.datetime(),
  }),
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { conversationId, clock, since }): Promise<{ told: number }> {
    const [row] = await tx`
      select m.person_id "assigneeId" from app.conversation v
        left join app.member m on m.workspace_id = v.workspace_id and m.person_id = v.assignee_id and m.blocked_at is null
       where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId} and v.status in ('open', 'in_progress', 'waiting')
         and case when ${clock} = 'resolve' then v.resolve_since else v.answer_since end = ${since}::text::timestamptz`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'overdue', cause: `overdue:${conversationId}:${clock}:${since}`, conversationId },
      personIds: row.assigneeId ? [row.assigneeId as string] : await peopleWith(tx, 'conversations.assign'),
      detail: { clock },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
