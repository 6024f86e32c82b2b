import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify } from './store.ts';

/** Tells people that a note names them, as long as the note is there: once for each of them and note. */
export const tellMentioned = command({
  input: z.object({ conversationId: z.uuid(), noteId: z.uuid(), personIds: z.array(z.uuid()).max(100) }),
  needs: 'conversations.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { conversationId, noteId, personIds }): Promise<{ told: number }> {
    const [row] = await tx`
      select (select m.name from app.member m where m.workspace_id = n.workspace_id and m.person_id = n.author_id) "byName", n.author_id "authorId"
        from app.note n where n.workspace_id = ${ctx.workspaceId} and n.id = ${noteId} and n.deleted_at is null`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'mention', cause: `mention:${noteId}`, conversationId },
      personIds: personIds.filter((id) => id !== row.authorId),
      detail: { by: (row.byName as string | null) ?? null },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
