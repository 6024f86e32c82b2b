import { query } from '../kernel/index.ts';
import { ConversationId } from './contract.ts';

/** Who of the company sees a conversation, and so may be mentioned in its notes. Nobody when it is not there for whoever asks. */
export const listSeers = query({
  input: ConversationId,
  needs: 'conversations.read',
  async run({ tx, actor }, { conversationId }) {
    if (actor.kind !== 'person') return [];
    const rows = await tx`select s.person_id "personId", s.name from guard.seers(${conversationId}) s`;
    return rows.map((row) => ({ personId: row.personId as string, name: row.name as string }));
  },
});
