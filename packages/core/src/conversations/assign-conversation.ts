import { changeOf, command, kernelErrors, may } from '../kernel/index.ts';
import { AssignConversation, conversationErrors, conversationEvents } from './contract.ts';

/**
 * Says whose a conversation is; null is nobody's. Whoever writes may take one that is nobody's, and put down their own; giving one to
 * somebody else, or taking it from them, needs `conversations.assign`. Whom the workspace's visibility then keeps from it loses it at once.
 */
export const assignConversation = command({
  input: AssignConversation,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record, afterCommit }, { conversationId, personId }) {
    const [known] = await tx`
      select assignee_id "assigneeId" from app.conversation where workspace_id = ${ctx.workspaceId} and id = ${conversationId} for update`;
    if (!known) throw conversationErrors.notFound();
    const former = known.assigneeId as string | null;
    const own = actor.kind === 'person' ? actor.personId : null;
    const isOwnMatter = own !== null && [former, personId].every((each) => each === null || each === own);
    if (!isOwnMatter && !may(actor.role, 'conversations.assign', actor.kind === 'person' ? actor.permissions : null))
      throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    const [row] = await tx`select app.assign_conversation(${ctx.workspaceId}, ${conversationId}, ${personId}) id`;
    if (!row?.id) throw conversationErrors.assigneeNotFound();
    await record(
      conversationEvents.assigned,
      { conversationId, from: former, to: personId, by: own },
      changeOf({ assigneeId: former }, { assigneeId: personId }),
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { assigneeId: personId };
  },
});
