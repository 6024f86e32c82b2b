// What a page of an inbox costs as others ask for it, written anew over the same rows: the number and the kind of the statements are theirs, the tables
// and indexes are ours, which helps them.
import type { Sql } from 'postgres';

const LIVE = `x.status in ('open', 'in_progress', 'waiting')`;

/** The least that a page can be: what a row shows, from the row alone and in the order of an index. */
export const bareScan = (sql: Sql, workspaceId: string) => sql`
  select x.id, x.contact_id, x.channel_id, x.assignee_id, x.status, x.priority, x.topic, x.unread_count, x.last_seq, x.last_message_at, x.last_preview,
      x.last_kind, x.last_direction, x.last_status, x.last_author_kind, x.version
    from app.conversation x where x.workspace_id = ${workspaceId} and ${sql.unsafe(LIVE)} order by x.last_message_at desc, x.id desc limit 40`;

/** Our page without its doors: the same rows with contact, number and labels, as the functions join them. */
export const ourPage = (sql: Sql, workspaceId: string) => sql`
  select v.*, c.name, c.profile_name, c.kind, h.name channel, n.value number, g.ids tags from (
      select x.id, x.contact_id, x.channel_id, x.assignee_id, x.status, x.priority, x.topic, x.unread_count, x.last_seq, x.last_message_at, x.last_preview,
          x.last_kind, x.last_direction, x.last_status, x.last_author_kind, x.version
        from app.conversation x where x.workspace_id = ${workspaceId} and ${sql.unsafe(LIVE)} order by x.last_message_at desc, x.id desc limit 40) v
    join app.contact c on c.workspace_id = ${workspaceId} and c.id = v.contact_id
    join app.channel h on h.workspace_id = ${workspaceId} and h.id = v.channel_id
    left join lateral (select i.value from app.contact_identity i where i.workspace_id = ${workspaceId} and i.contact_id = c.id
      and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
    left join lateral (select array_agg(t.tag_id order by t.tag_id) ids from app.conversation_tag t where t.workspace_id = ${workspaceId} and t.conversation_id = v.id) g on true
   order by v.last_message_at desc, v.id desc`;

/** Ticketz: one statement of a page of 40 with contact, number, user and labels joined. */
export const ticketz = (sql: Sql, workspaceId: string) => sql`
  select x.*, c.id contact, c.name, c.email, n.value number, h.name channel, m.name assignee, coalesce(g.tags, '[]') tags
    from (select * from app.conversation x where x.workspace_id = ${workspaceId} and ${sql.unsafe(LIVE)} order by x.last_message_at desc limit 40) x
    left join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
    left join app.contact_identity n on n.workspace_id = x.workspace_id and n.contact_id = c.id and n.kind = 'wa_pn'
    left join app.channel h on h.workspace_id = x.workspace_id and h.id = x.channel_id
    left join app.member m on m.workspace_id = x.workspace_id and m.person_id = x.assignee_id
    left join lateral (select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'color', t.colour)) tags from app.contact_tag q
      join app.tag t on t.workspace_id = q.workspace_id and t.id = q.tag_id where q.workspace_id = x.workspace_id and q.contact_id = c.id) g on true
   order by x.last_message_at desc`;

/** Chatwoot: three counts, a page of 25 by last activity, and for each row its unread, its last message and its last one that is no event. */
export async function chatwoot(sql: Sql, workspaceId: string, memberId: string): Promise<void> {
  await sql`select count(*) from app.conversation x where x.workspace_id = ${workspaceId} and x.status = 'open' and x.assignee_id = ${memberId}`;
  await sql`select count(*) from app.conversation x where x.workspace_id = ${workspaceId} and x.status = 'open' and x.assignee_id is null`;
  await sql`select count(*) from app.conversation x where x.workspace_id = ${workspaceId} and x.status = 'open'`;
  const rows =
    await sql`select x.*, c.name from app.conversation x join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
    where x.workspace_id = ${workspaceId} and x.status = 'open' order by x.last_message_at desc limit 25`;
  for (const { id, read_seq: read } of rows) {
    await sql`select count(*) from app.message m where m.workspace_id = ${workspaceId} and m.conversation_id = ${id} and m.direction = 'in' and m.seq > ${read}`;
    await sql`select * from app.message m where m.workspace_id = ${workspaceId} and m.conversation_id = ${id} order by m.seq desc limit 1`;
    await sql`select * from app.message m where m.workspace_id = ${workspaceId} and m.conversation_id = ${id} and m.kind not in ('edited', 'deleted') order by m.seq desc limit 1`;
  }
}

/** Whaticket: a count of the distinct tickets with their joins, and the page. */
export async function whaticket(sql: Sql, workspaceId: string): Promise<void> {
  await sql`select count(distinct x.id) from app.conversation x left join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
    left join app.channel h on h.workspace_id = x.workspace_id and h.id = x.channel_id where x.workspace_id = ${workspaceId} and x.status = 'open'`;
  await sql`select x.*, c.name, h.name channel from app.conversation x left join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
    left join app.channel h on h.workspace_id = x.workspace_id and h.id = x.channel_id
    where x.workspace_id = ${workspaceId} and x.status = 'open' order by x.last_message_at desc limit 40`;
}

/** Evolution: the newest message of every chat from all messages, then the first thirty of them. */
export const evolution = (sql: Sql, workspaceId: string) => sql`
  select * from (select distinct on (m.conversation_id) m.conversation_id, m.body, m.occurred_at, c.name from app.message m
      join app.conversation x on x.workspace_id = m.workspace_id and x.id = m.conversation_id
      left join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
     where m.workspace_id = ${workspaceId} order by m.conversation_id, m.occurred_at desc) q order by q.occurred_at desc limit 30`;
