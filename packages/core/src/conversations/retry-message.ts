import { command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, type MessageRow, RetryMessage } from './contract.ts';

/** Sends a failed message again under the same WhatsApp id: whoever has it already shows it once. */
export const retryMessage = command({
  input: RetryMessage,
  needs: 'conversations.write',
  async run({ tx, ctx, record, afterCommit }, input) {
    const [row] = await tx`select app.retry_message(${ctx.workspaceId}, ${input.messageId}) retried`;
    const retried = row?.retried as { channelId: string; message: MessageRow } | { blocked: true } | null;
    if (!retried) {
      const [there] =
        await tx`select 1 from app.message where workspace_id = ${ctx.workspaceId} and id = ${input.messageId}`;
      throw there ? conversationErrors.notFailed() : conversationErrors.messageNotFound();
    }
    if ('blocked' in retried) throw conversationErrors.contactBlocked();
    await record(conversationEvents.messageRetried, { messageId: input.messageId });
    afterCommit(() => {
      ctx.ports.hints.queued(retried.channelId);
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return retried.message;
  },
});
