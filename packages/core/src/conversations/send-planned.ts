import { command, kernelErrors } from '../kernel/index.ts';
import { type Lacks, refusal } from '../plans/rules.ts';
import { conversationErrors, conversationEvents, PlannedId } from './contract.ts';
import { newProviderId, type Queued } from './store.ts';

/** Sends a planned message now, in the name of whoever presses: also one that was held back or refused. */
export const sendPlanned = command({
  input: PlannedId,
  needs: 'conversations.write',
  unrecorded: 'a message is its own record: who wrote it, when, and what became of it stand in its row',
  async run({ tx, ctx, actor, emit, afterCommit }, { plannedId }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [row] =
      await tx`select app.send_planned(${ctx.workspaceId}, ${plannedId}, ${newProviderId()}, ${actor.personId}, ${actor.name}) done`;
    const done = row?.done as
      | { sent: Queued; conversationId: string }
      | { over: string }
      | { blocked: true }
      | { lacks: Lacks }
      | { personal: true }
      | null;
    if (!done) throw conversationErrors.plannedNotFound();
    if ('over' in done) throw conversationErrors.plannedOver();
    if ('blocked' in done) throw conversationErrors.contactBlocked();
    if ('lacks' in done) throw refusal(done.lacks);
    if ('personal' in done) throw conversationErrors.personalClosed();
    const { message, channelId, repeated } = done.sent;
    await emit(conversationEvents.messageQueued, {
      messageId: message.id,
      conversationId: done.conversationId,
      repeated,
    });
    afterCommit(() => {
      ctx.ports.hints.queued(channelId);
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return message;
  },
});
