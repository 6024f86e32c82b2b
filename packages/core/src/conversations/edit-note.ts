import { command, kernelErrors } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, EditNote, type NoteRow } from './contract.ts';
import { tellMentioned, whomToMention } from './store.ts';

/** Changes the words of one's own note; that it was changed, and when, shows. Whom the new words name for the first time is told. */
export const editNote = command({
  input: EditNote,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record, emit, afterCommit }, input) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [known] = await tx`
      select n.conversation_id "conversationId", n.author_id "authorId", n.mentioned from app.note n
       where n.workspace_id = ${ctx.workspaceId} and n.id = ${input.noteId} and n.deleted_at is null for update`;
    if (!known) throw conversationErrors.noteNotFound();
    if (known.authorId !== actor.personId) throw conversationErrors.noteNotYours();
    const mentioned = await whomToMention(tx, known.conversationId, input.mentionedIds);
    const [row] = await tx`
      update app.note n set body = ${input.text}, mentioned = ${mentioned}, edited_at = clock_timestamp()
       where n.workspace_id = ${ctx.workspaceId} and n.id = ${input.noteId} returning app.note_json(n) row`;
    const note = row?.row as NoteRow;
    await tx`select app.note_change(${ctx.workspaceId}, 'note', ${note.id}, ${note.conversationId})`;
    await record(conversationEvents.noteEdited, { conversationId: note.conversationId, noteId: note.id });
    await tellMentioned(
      { emit },
      note,
      mentioned.filter((id) => !(known.mentioned as string[]).includes(id)),
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return note;
  },
});
