import { command, kernelErrors, may } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, QuickReplyId } from './contract.ts';

/** Takes a quick reply away: one's own, or everybody's where one shares out the work. */
export const deleteQuickReply = command({
  input: QuickReplyId,
  needs: 'conversations.write',
  async run({ tx, ctx, actor, record }, { replyId }) {
    if (actor.kind !== 'person') throw kernelErrors.forbidden({ needs: 'conversations.write' });
    const [known] = await tx`
      select r.code, r.owner_id is null "isShared" from app.quick_reply r
       where r.workspace_id = ${ctx.workspaceId} and r.id = ${replyId} and (r.owner_id is null or r.owner_id = ${actor.personId}) for update`;
    if (!known) throw conversationErrors.replyNotFound();
    if (known.isShared && !may(actor.role, 'conversations.assign', actor.permissions))
      throw kernelErrors.forbidden({ needs: 'conversations.assign' });
    await tx`delete from app.quick_reply where workspace_id = ${ctx.workspaceId} and id = ${replyId}`;
    await record(conversationEvents.quickReplyDeleted, { replyId, code: known.code });
    return { replyId };
  },
});
