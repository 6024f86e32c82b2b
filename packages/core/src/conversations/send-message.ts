import { changeOf, command } from '../kernel/index.ts';
import { type Lacks, refusal } from '../plans/rules.ts';
import { type ConversationChange, conversationErrors, conversationEvents, SendMessage } from './contract.ts';
import { type Done, newProviderId, type Queued, recordChanges } from './store.ts';

/**
 * Puts a message into a conversation and the number's send queue. WhatsApp's message id is chosen here, before anything is sent,
 * so a crash, a retry and the echo meet on one row. The same clientMessageId again answers the message that exists. Where somebody else has
 * answered since its writer looked it is held back, and nothing is stored. With `resolves` the conversation is closed by the same act, once.
 */
export const sendMessage = command({
  input: SendMessage,
  needs: 'conversations.write',
  unrecorded: 'a message is its own record: who wrote it, when, and what became of it stand in its row',
  async run({ tx, ctx, actor, record, emit, afterCommit }, input) {
    const kind = input.mediaId ? await mediaKind(tx, ctx.workspaceId, input.mediaId) : 'text';
    const author =
      actor.kind === 'person'
        ? { kind: 'person', id: actor.personId, name: actor.name }
        : actor.kind === 'link'
          ? { kind: 'link', id: actor.keyId, name: actor.name }
          : { kind: 'api', id: null, name: null };
    const [row] =
      await tx`select app.queue_message(${ctx.workspaceId}, ${input.conversationId}, ${input.clientMessageId}, ${newProviderId()},
      ${kind}, ${input.text.trim() === '' ? null : input.text}, ${input.mediaId ?? null}, ${author.kind}, ${author.id}, ${author.name},
      ${input.seenSeq ?? null}, ${input.quotedMessageId ?? null}) queued`;
    const queued = row?.queued as
      | Queued
      | { answered: Answered }
      | { blocked: true }
      | { personal: true }
      | { unquotable: true }
      | { lacks: Lacks }
      | null;
    if (!queued) throw conversationErrors.notFound();
    if ('blocked' in queued) throw conversationErrors.contactBlocked();
    if ('personal' in queued) throw conversationErrors.personalClosed();
    if ('answered' in queued) throw conversationErrors.answeredMeanwhile(queued.answered);
    if ('unquotable' in queued) throw conversationErrors.messageNotFound();
    if ('lacks' in queued) throw refusal(queued.lacks);
    await emit(conversationEvents.messageQueued, {
      messageId: queued.message.id,
      conversationId: input.conversationId,
      repeated: queued.repeated,
    });
    if (input.resolves && !queued.repeated) {
      const [closed] =
        await tx`select app.change_conversation(${ctx.workspaceId}, ${input.conversationId}, '{"status": "closed"}', null) done`;
      const done = closed?.done as Done;
      if (done && 'was' in done) {
        const { before: was, after: is } = changeOf(done.was, done.is);
        await recordChanges(record, [{ conversationId: input.conversationId, was, is } as ConversationChange], false);
      }
    }
    afterCommit(() => {
      ctx.ports.hints.queued(queued.channelId);
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return queued.message;
  },
});

type Answered = { seq: number; by: string; name: string; seconds: number };

async function mediaKind(
  tx: Parameters<Parameters<typeof command>[0]['run']>[0]['tx'],
  workspaceId: string,
  mediaId: string,
): Promise<string> {
  const [row] =
    await tx`select kind from app.media where workspace_id = ${workspaceId} and id = ${mediaId} and state = 'ready'`;
  if (!row) throw conversationErrors.mediaNotFound();
  return row.kind as string;
}
