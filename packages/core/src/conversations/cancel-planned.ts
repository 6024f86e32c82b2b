import { command, kernelErrors } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, PlannedId } from './contract.ts';

/** Cancels a planned message, as long as it has not gone. `changePlanned` brings it back. */
export const cancelPlanned = command({
  input: PlannedId,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record, afterCommit }, { plannedId }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [known] = await tx`
      select p.conversation_id "conversationId", p.state from app.planned_message p
       where p.workspace_id = ${ctx.workspaceId} and p.id = ${plannedId} for update`;
    if (!known) throw conversationErrors.plannedNotFound();
    if (known.state === 'sent' || known.state === 'cancelled') throw conversationErrors.plannedOver();
    await tx`update app.planned_message p set state = 'cancelled', version = p.version + 1 where p.workspace_id = ${ctx.workspaceId} and p.id = ${plannedId}`;
    await tx`select app.note_change(${ctx.workspaceId}, 'planned', ${plannedId}, ${known.conversationId})`;
    await record(conversationEvents.planCancelled, { conversationId: known.conversationId, plannedId });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { plannedId };
  },
});
