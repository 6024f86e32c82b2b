-- Hot reads: the door and the query in one round trip, under row security (security invoker).

-- an argument keeps its name for as long as the function lives
drop function if exists app.list_conversations(bytea, uuid, uuid, text, timestamptz, uuid, integer), app.count_conversations(bytea, uuid, uuid),
  app.get_conversation(bytea, uuid, uuid, uuid), app.list_messages(bytea, uuid, uuid, uuid, bigint, integer),
  app.read_changes(bytea, uuid, uuid, xid8, bigint[], integer);

create or replace function app.list_conversations(
  p_pass bytea, p_person uuid, p_workspace uuid, p_view text, p_before_at timestamptz, p_before_id uuid, p_limit integer) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_rows jsonb;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  -- one statement per view, so that each keeps the plan of its own partial index
  if p_view = 'unread' then
    select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value) order by v.last_message_at desc, v.id desc), '[]') into v_rows from (
      select x.* from app.conversation x where x.workspace_id = p_workspace and x.unread_count > 0
         and (x.last_message_at, x.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       order by x.last_message_at desc, x.id desc limit p_limit) v
      join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
      join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true;
  elsif p_view = 'waiting' then
    select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value) order by v.last_message_at desc, v.id desc), '[]') into v_rows from (
      select x.* from app.conversation x where x.workspace_id = p_workspace and x.last_direction = 'in' and x.status in ('open', 'in_progress', 'waiting')
         and (x.last_message_at, x.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       order by x.last_message_at desc, x.id desc limit p_limit) v
      join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
      join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true;
  else
    select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value) order by v.last_message_at desc, v.id desc), '[]') into v_rows from (
      select x.* from app.conversation x where x.workspace_id = p_workspace
         and (x.last_message_at, x.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
       order by x.last_message_at desc, x.id desc limit p_limit) v
      join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
      join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true;
  end if;
  return v_rows;
end $$;

-- counters stop at 100: nobody reads "1,284 unread", and the count stays a short index scan
create or replace function app.count_conversations(p_pass bytea, p_person uuid, p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  return jsonb_build_object(
    'unread', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.unread_count > 0 limit 100) q),
    'waiting', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.last_direction = 'in'
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q));
end $$;

create or replace function app.get_conversation(p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  return (select app.conversation_json(v, c, h, n.value) from app.conversation v
    join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
    join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
    where v.workspace_id = p_workspace and v.id = p_conversation);
end $$;

-- a page of a thread, oldest first, ending before p_before_seq; null when the conversation is not in this workspace
create or replace function app.list_messages(
  p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid, p_before_seq bigint, p_limit integer) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if not exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation) then return null; end if;
  return (select coalesce(jsonb_agg(app.message_json(m, d) order by m.seq), '[]') from (
    select x.* from app.message x where x.workspace_id = p_workspace and x.conversation_id = p_conversation
      and x.seq < coalesce(p_before_seq, 9223372036854775807) order by x.seq desc limit p_limit) m
    left join app.media d on d.workspace_id = p_workspace and d.id = m.media_id);
end $$;

-- What changed since a cursor. The cursor is a horizon: every transaction below it has ended, so nothing can appear there any more.
-- Rows at or above it are given at once and may be given again: readers apply them by id.
create or replace function app.read_changes(
  p_pass bytea, p_person uuid, p_workspace uuid, p_horizon xid8, p_seen bigint[], p_limit integer) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_next xid8; v_changes jsonb; v_ids bigint[]; v_more boolean; v_person uuid;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  v_person := guard.person_id();
  v_next := pg_snapshot_xmin(pg_current_snapshot());
  if p_horizon is null then
    return jsonb_build_object('horizon', v_next::text, 'changes', '[]'::jsonb, 'ids', '[]'::jsonb, 'more', false);
  end if;
  with found as materialized (
    select g.* from app.change g where g.workspace_id = p_workspace and g.xid >= p_horizon and g.id <> all (p_seen)
       -- what one person is told is no news for the others
       and (g.topic <> 'notification' or g.for_person = v_person)
     order by g.xid, g.id limit p_limit),
  -- many changes of one thing are one delta: its present row
  latest as (select distinct on (f.topic, f.entity_id) f.* from found f order by f.topic, f.entity_id, f.id desc)
  select coalesce((select jsonb_agg(q.delta order by q.id) from (
      select l.id, jsonb_build_object('topic', l.topic, 'id', l.entity_id, 'conversationId', l.conversation_id, 'row', case l.topic
        when 'message' then (select app.message_json(m, d) from app.message m
            left join app.media d on d.workspace_id = p_workspace and d.id = m.media_id
          where m.workspace_id = p_workspace and m.id = l.entity_id)
        when 'conversation' then (select app.conversation_json(v, c, h, n.value) from app.conversation v
            join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
            join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
          where v.workspace_id = p_workspace and v.id = l.entity_id)
        when 'note' then (select app.note_json(n) from app.note n where n.workspace_id = p_workspace and n.id = l.entity_id)
        when 'notification' then (select app.notification_json(n) from app.notification n where n.workspace_id = p_workspace and n.id = l.entity_id and n.person_id = v_person)
        when 'channel' then (select app.channel_json(h) from app.channel h where h.workspace_id = p_workspace and h.id = l.entity_id) end) delta
      -- that there is a note is nothing for visitors either
      from latest l where l.topic <> 'note' or guard.person_id() is not null) q), '[]'),
    (select array_agg(f.id) from found f),
    (select count(*) = p_limit from found f)
  into v_changes, v_ids, v_more;
  -- what was given and is not below the next horizon is remembered by id; with more to come the horizon stays
  v_ids := coalesce(v_ids, '{}') || p_seen;
  if v_more then
    v_next := p_horizon;
  else
    select coalesce(array_agg(g.id), '{}') into v_ids from app.change g where g.workspace_id = p_workspace and g.id = any (v_ids) and g.xid >= v_next;
  end if;
  return jsonb_build_object('horizon', v_next::text, 'changes', v_changes, 'ids', to_jsonb(v_ids), 'more', v_more);
end $$;
