import { command } from '../kernel/index.ts';
import { MarkNotificationsRead } from './contract.ts';

/** Takes some of what the caller was told for read: named ones, all about a conversation, or everything up to an instant. */
export const markNotificationsRead = command({
  input: MarkNotificationsRead,
  needs: 'conversations.write',
  unrecorded: 'what one has read is nobody else’s matter',
  async run({ tx, ctx, actor, afterCommit }, input): Promise<{ read: number }> {
    const personId = actor.kind === 'person' ? actor.personId : null;
    const ids = 'ids' in input ? input.ids : null;
    const conversationId = 'conversationId' in input ? input.conversationId : null;
    const upTo = 'upTo' in input ? input.upTo : null;
    // other tabs and devices of the person are told
    const rows = await tx`
      with marked as (
        update app.notification x set read_at = clock_timestamp() where x.workspace_id = ${ctx.workspaceId} and x.person_id = ${personId} and x.read_at is null
           and (${ids}::uuid[] is null or x.id = any (${ids}::uuid[])) and (${conversationId}::uuid is null or x.conversation_id = ${conversationId}::uuid)
           -- screens know instants to the millisecond
           and (${upTo}::text is null or x.at < ${upTo}::text::timestamptz + interval '1 millisecond') returning x.id, x.person_id)
      insert into app.change (workspace_id, topic, entity_id, for_person) select ${ctx.workspaceId}, 'notification', m.id, m.person_id from marked m returning 1`;
    if (rows.length > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { read: rows.length };
  },
});
