import { command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, PersonalId, type PersonalMode } from './contract.ts';

/** Takes a mark of one's own back: what is here of the chat is the company's again, and what comes is stored. Refused once its content goes. */
export const unmarkPersonal = command({
  input: PersonalId,
  needs: 'conversations.write',
  async run({ tx, ctx, record, afterCommit }, { personalId }) {
    const [row] = await tx`select guard.end_apart(${personalId}) done`;
    const done = row?.done as { conversationId: string | null; mode: PersonalMode } | { refused: string } | null;
    if (!done) throw conversationErrors.personalNotFound();
    if ('refused' in done) throw conversationErrors.personalOver();
    if (done.conversationId)
      await tx`select app.note_change(${ctx.workspaceId}, 'conversation', ${done.conversationId}, ${done.conversationId})`;
    await record(conversationEvents.personalUnmarked, { personalId, mode: done.mode });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { conversationId: done.conversationId };
  },
});
