import { command, kernelErrors } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, NoteId, type NoteRow } from './contract.ts';

/** Takes one's own note away: its words are gone, that it was there stays. */
export const deleteNote = command({
  input: NoteId,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record, afterCommit }, { noteId }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [known] = await tx`
      select n.author_id "authorId" from app.note n
       where n.workspace_id = ${ctx.workspaceId} and n.id = ${noteId} and n.deleted_at is null for update`;
    if (!known) throw conversationErrors.noteNotFound();
    if (known.authorId !== actor.personId) throw conversationErrors.noteNotYours();
    const [row] = await tx`
      update app.note n set body = '', mentioned = '{}', deleted_at = clock_timestamp()
       where n.workspace_id = ${ctx.workspaceId} and n.id = ${noteId} returning app.note_json(n) row`;
    const note = row?.row as NoteRow;
    await tx`select app.note_change(${ctx.workspaceId}, 'note', ${note.id}, ${note.conversationId})`;
    await record(conversationEvents.noteDeleted, { conversationId: note.conversationId, noteId });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return note;
  },
});
