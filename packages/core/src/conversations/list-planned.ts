import { query } from '../kernel/index.ts';
import { ConversationId, type PlannedRow } from './contract.ts';

/** What is planned in a conversation and has not gone, the next one first; for the company's own people. */
export const listPlanned = query({
  input: ConversationId,
  needs: 'conversations.read',
  async run({ tx, ctx, actor }, { conversationId }): Promise<PlannedRow[]> {
    if (actor.kind !== 'person') return [];
    const rows = await tx`
      select app.planned_json(p) row from app.planned_message p where p.workspace_id = ${ctx.workspaceId} and p.conversation_id = ${conversationId}
         and p.state in ('planned', 'held', 'refused') order by p.at, p.id limit 100`;
    return rows.map(({ row }) => row as PlannedRow);
  },
});
