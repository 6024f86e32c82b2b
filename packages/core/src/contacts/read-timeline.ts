import { query } from '../kernel/index.ts';
import { ContactId, contactErrors, type TimelineItem } from './contract.ts';

/** So many messages of each conversation are looked at, the newest; what is older is in the conversation. */
const MESSAGES = 2000;
const CHANGES = 200;

/** What happened with a contact, the newest first: messages by day and number, what was changed and by whom, and what they agreed to. */
export const readTimeline = query({
  input: ContactId,
  needs: 'contacts.read',
  async run({ tx, ctx }, { contactId }) {
    const [known] =
      await tx`select app.iso(created_at) at, source from app.contact where workspace_id = ${ctx.workspaceId} and id = ${contactId}`;
    if (!known) throw contactErrors.notFound();
    const [days, changes, consents, ratings] = await Promise.all([
      tx`select v.id "conversationId", h.name channel, (m.occurred_at at time zone w.time_zone)::date::text as day, count(*) filter (where m.direction = 'in')::integer "in",
            count(*) filter (where m.direction = 'out')::integer "out", app.iso(max(m.occurred_at)) at,
            (array_agg(app.preview(m.kind, m.body) order by m.seq desc))[1] preview, (array_agg(m.kind order by m.seq desc))[1] "lastKind"
          from app.conversation v join app.channel h on h.workspace_id = v.workspace_id and h.id = v.channel_id join app.workspace w on w.id = v.workspace_id
            cross join lateral (select x.* from app.message x where x.workspace_id = v.workspace_id and x.conversation_id = v.id order by x.seq desc limit ${MESSAGES}) m
         where v.workspace_id = ${ctx.workspaceId} and v.contact_id = ${contactId} group by 1, 2, 3`,
      tx`select e.id, app.iso(e.at) at, e.action, e.actor_kind "actorKind", e.actor_name "actorName", e.before, e.after
          from app.audit_entry e where e.workspace_id = ${ctx.workspaceId} and e.subject = any (array(select ${contactId}::text union all select m.drop_id::text from app.contact_merge m where m.workspace_id = ${ctx.workspaceId} and m.keep_id = ${contactId})) and e.action like 'contacts/contact.%'
         order by e.at desc limit ${CHANGES}`,
      tx`select id, app.iso(at) at, channel, purpose, state, source, shown from app.contact_consent c
         where c.workspace_id = ${ctx.workspaceId} and c.contact_id = ${contactId} order by c.at desc limit ${CHANGES}`,
      tx`select s.id, app.iso(s.answered_at) at, s.conversation_id "conversationId", s.score, s.comment from app.survey s
          join app.conversation v on v.workspace_id = s.workspace_id and v.id = s.conversation_id
         where s.workspace_id = ${ctx.workspaceId} and v.contact_id = ${contactId} and s.state = 'answered' order by s.answered_at desc limit ${CHANGES}`,
    ]);
    const items = [
      ...days.map((each) => ({ kind: 'messages', ...each })),
      ...changes.map((each) => ({ kind: 'change', ...each })),
      ...consents.map((each) => ({ kind: 'consent', ...each })),
      ...ratings.map((each) => ({ kind: 'rated', ...each })),
      { kind: 'met', at: known.at, source: known.source },
    ] as TimelineItem[];
    return items.toSorted((one, two) => (one.at < two.at ? 1 : one.at > two.at ? -1 : 0));
  },
});
