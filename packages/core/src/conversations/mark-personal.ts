import { command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, MarkPersonal, type PersonalRefusal } from './contract.ts';

const refusals = {
  notTheirs: conversationErrors.personalNotTheirs,
  answered: conversationErrors.personalAnswered,
  over: conversationErrors.personalOver,
  limit: conversationErrors.personalLimit,
} as const;

/**
 * Sets a chat of a number apart (docs/flows/personal-chats.md): it is not stored from this commit on, or it is kept for whoever asks alone. Who may
 * is the guard's to say. What is stored of a chat that is not to be is out of everybody else's sight at once and goes ten minutes later; what
 * others planned in it is cancelled, and of a chat that goes all that is planned. The audit names neither the chat nor its person.
 */
export const markPersonal = command({
  input: MarkPersonal,
  needs: 'conversations.write',
  async run({ tx, ctx, record, afterCommit }, input) {
    const { mode } = input;
    const of =
      'conversationId' in input ? { ...input, channelId: null, number: null } : { ...input, conversationId: null };
    const { conversationId } = of;
    if (conversationId) {
      const [seen] =
        await tx`select 1 from app.conversation v where v.workspace_id = ${ctx.workspaceId} and v.id = ${conversationId}`;
      if (!seen) throw conversationErrors.notFound();
    }
    const [row] = await tx`select guard.set_apart(${conversationId}, ${of.channelId}, ${of.number}, ${mode}) done`;
    const done = row?.done as Done | { refused: PersonalRefusal } | null;
    if (!done) throw conversationErrors.notFound();
    if ('refused' in done) throw refusals[done.refused]();
    if (done.conversationId) {
      const at = done.conversationId;
      if (mode === 'not_stored')
        await tx`update app.conversation v set status = 'open', snoozed_until = null where v.workspace_id = ${ctx.workspaceId} and v.id = ${at} and v.status = 'snoozed'`;
      await tx`update app.planned_message p set state = 'cancelled', version = p.version + 1
         where p.workspace_id = ${ctx.workspaceId} and p.conversation_id = ${at} and p.state in ('planned', 'held', 'refused')
           and (${mode} = 'not_stored' or p.author_id <> guard.own_id())`;
      // of a contact whom the company knows by itself, when they wrote is what its own chats with them say
      await tx`
        update app.contact c set last_in_at = l.came, last_out_at = l.went from app.conversation v, lateral (
            select max(m.occurred_at) filter (where m.direction = 'in') came, max(m.occurred_at) filter (where m.direction = 'out') went
              from app.conversation o join app.message m on m.workspace_id = o.workspace_id and m.conversation_id = o.id
             where o.workspace_id = v.workspace_id and o.contact_id = v.contact_id and o.personal_id is null) l
         where v.workspace_id = ${ctx.workspaceId} and v.id = ${at} and c.workspace_id = v.workspace_id and c.id = v.contact_id and not guard.keeps_apart(c.id)`;
      // whoever shows it is told that it is gone: of no conversation, since they do not see that any more; and each by name whom the workspace's
      // visibility would keep from it
      await tx`
        insert into app.change (workspace_id, topic, entity_id, for_person)
          select ${ctx.workspaceId}::uuid, 'conversation', ${at}::uuid, null union all
          select ${ctx.workspaceId}::uuid, 'conversation', ${at}::uuid, m.person_id from app.member m where m.workspace_id = ${ctx.workspaceId} and m.role in ('agent', 'custom')`;
      await tx`select app.note_change(${ctx.workspaceId}, 'conversation', ${at}, ${at})`;
    }
    await record(conversationEvents.personalMarked, { personalId: done.id, mode });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { id: done.id, until: done.until };
  },
});

type Done = { id: string; conversationId: string | null; until: string | null };
