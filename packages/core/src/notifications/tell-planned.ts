import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify } from './store.ts';

/** Tells whoever planned a message that it did not go in its moment, as long as it waits for them: once for each time that it was planned. */
export const tellPlanned = command({
  input: z.object({
    conversationId: z.uuid(),
    plannedId: z.uuid(),
    authorId: z.uuid(),
    version: z.number().int(),
    reason: z.string(),
  }),
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { plannedId, version }): Promise<{ told: number }> {
    const [row] = await tx`
      select p.author_id "authorId", p.conversation_id "conversationId", p.reason, v.personal_id is not null "isOwn",
          (select coalesce(nullif(c.name, ''), c.profile_name, app.number_of(c.workspace_id, c.id)) from app.contact c
            where c.workspace_id = v.workspace_id and c.id = v.contact_id) name
        from app.planned_message p join app.conversation v on v.workspace_id = p.workspace_id and v.id = p.conversation_id
       where p.workspace_id = ${ctx.workspaceId} and p.id = ${plannedId} and p.version = ${version} and p.state in ('held', 'refused')`;
    if (!row) return { told: 0 };
    // nothing of a customer who is blocked calls anybody, but whoever waits for this to go has to know; a notice that is of no conversation names nobody
    // whose chat is somebody's own
    const isOf = row.reason === 'blocked' ? null : (row.conversationId as string);
    const told = await notify(tx, ctx, {
      ...{ kind: 'planned', cause: `planned:${plannedId}:${version}`, conversationId: isOf },
      personIds: [row.authorId as string],
      detail: { reason: row.reason as string, name: isOf || row.isOwn ? null : (row.name as string | null) },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
