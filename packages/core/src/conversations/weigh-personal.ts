import { query } from '../kernel/index.ts';
import { ConversationId, conversationErrors, type PersonalWeight } from './contract.ts';

/** How much is stored of a conversation, exactly, and whether one may set it apart; asked before it is done. */
export const weighPersonal = query({
  input: ConversationId,
  needs: 'conversations.read',
  async run({ tx, ctx }, { conversationId }) {
    const [row] = await tx`
      select guard.weigh_apart(v.id) weight from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId}`;
    if (!row?.weight) throw conversationErrors.notFound();
    return row.weight as PersonalWeight;
  },
});
