import { command, may } from '../kernel/index.ts';
import { conversationErrors, TellPresence } from './contract.ts';

/**
 * Tells colleagues that a page of the caller shows a conversation, that they write in it, or that they have left it. Only of one that they see,
 * and of themselves: a visitor, and whoever acts in somebody's name, is told of to nobody.
 */
export const tellPresence = command({
  input: TellPresence,
  needs: 'conversations.read',
  unrecorded: 'who has a conversation open is told and not kept',
  async run({ tx, ctx, actor, afterCommit }, { conversationId, pageId, state }) {
    const [seen] =
      await tx`select 1 from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId}`;
    if (!seen) throw conversationErrors.notFound();
    if (actor.kind !== 'person' || actor.isStaff) return { isTold: false };
    const mayWrite = may(actor.role, 'conversations.write', actor.permissions);
    afterCommit(() =>
      ctx.ports.hints.present({
        workspaceId: ctx.workspaceId,
        conversationId,
        personId: actor.personId,
        pageId,
        state: state === 'typing' && !mayWrite ? 'here' : state,
      }),
    );
    return { isTold: true };
  },
});
