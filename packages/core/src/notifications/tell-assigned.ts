import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify } from './store.ts';

/** Tells somebody that a conversation is theirs now, unless they took it themselves or have not got it any more. */
export const tellAssigned = command({
  input: z.object({
    eventId: z.string().max(100),
    conversationId: z.uuid(),
    to: z.uuid().nullable(),
    by: z.uuid().nullable(),
  }),
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { eventId, conversationId, to, by }): Promise<{ told: number }> {
    if (to === null || to === by) return { told: 0 };
    const [row] = await tx`
      select (select m.name from app.member m where m.workspace_id = v.workspace_id and m.person_id = ${by}) "byName"
        from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId} and v.assignee_id = ${to}`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'assigned', cause: `assigned:${eventId}`, personIds: [to], conversationId },
      detail: { by: (row.byName as string | null) ?? null },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
