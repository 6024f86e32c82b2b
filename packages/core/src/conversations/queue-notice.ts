import type { Work } from '../kernel/index.ts';
import { conversationEvents } from './contract.ts';
import { newProviderId } from './store.ts';

/**
 * Lets a company's own number write by itself to a telephone (digits) of somebody who watches over its conversations, in the transaction of the caller.
 * `name` is given to a contact that nobody knew. False where none may go: no number is open, the contact is blocked, the chat is somebody's
 * own, or the plan has no message left.
 */
export async function queueNotice(
  { tx, ctx, emit, afterCommit }: Pick<Work, 'tx' | 'ctx' | 'emit' | 'afterCommit'>,
  { phone, name, text }: { phone: string; name: string; text: string },
): Promise<boolean> {
  const [row] =
    await tx`select app.queue_notice(${ctx.workspaceId}, ${phone}, ${name}, ${newProviderId()}, ${text}) queued`;
  const queued = row?.queued as { channelId: string; messageId: string; conversationId: string } | null;
  if (!queued) return false;
  const { messageId, conversationId } = queued;
  await emit(conversationEvents.messageQueued, { messageId, conversationId, repeated: false });
  afterCommit(() => {
    ctx.ports.hints.queued(queued.channelId);
    ctx.ports.hints.changed(ctx.workspaceId);
  });
  return true;
}
