import { command, kernelErrors } from '../kernel/index.ts';
import { assertFeature } from '../plans/rules.ts';
import { AddNote, conversationErrors, type NoteRow } from './contract.ts';
import { tellMentioned, whomToMention } from './store.ts';

/**
 * Writes an internal note into a conversation, after what its thread ends with. It is no message: it is never sent, answers nobody, and
 * only people of the company see it. The same clientNoteId again answers the note that exists. Throws plans.notInPlan.
 */
export const addNote = command({
  input: AddNote,
  needs: 'conversations.write',
  unrecorded: 'a note is its own record: who wrote it and when stand in its row',
  async run({ tx, ctx, actor, emit, afterCommit }, input) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    // the row is the lock: a note has its place between two messages
    const [thread] = await tx`
      select v.last_seq "lastSeq", guard.lacks_feature('notes') lacks from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${input.conversationId} for update`;
    if (!thread) throw conversationErrors.notFound();
    assertFeature(thread.lacks);
    const mentioned = await whomToMention(tx, input.conversationId, input.mentionedIds);
    const [made] = await tx`
      insert into app.note as n (workspace_id, conversation_id, after_seq, body, author_id, author_name, mentioned, client_note_id)
        values (${ctx.workspaceId}, ${input.conversationId}, ${thread.lastSeq}, ${input.text}, ${actor.personId}, ${actor.name}, ${mentioned}, ${input.clientNoteId})
        on conflict (workspace_id, conversation_id, client_note_id) do nothing returning app.note_json(n) row`;
    if (!made) {
      const [known] = await tx`
        select app.note_json(n) row from app.note n where n.workspace_id = ${ctx.workspaceId} and n.conversation_id = ${input.conversationId}
          and n.client_note_id = ${input.clientNoteId}`;
      return known?.row as NoteRow;
    }
    const note = made.row as NoteRow;
    await tx`select app.note_change(${ctx.workspaceId}, 'note', ${note.id}, ${note.conversationId})`;
    await tellMentioned({ emit }, note, mentioned);
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return note;
  },
});
