-- Hot reads: the door and the query in one round trip, under row security (security invoker).

-- an argument keeps its name for as long as the function lives
drop function if exists app.list_conversations(bytea, uuid, uuid, text, timestamptz, uuid, integer), app.count_conversations(bytea, uuid, uuid),
  app.get_conversation(bytea, uuid, uuid, uuid), app.list_messages(bytea, uuid, uuid, uuid, bigint, integer),
  app.read_changes(bytea, uuid, uuid, xid8, bigint[], integer);

-- Which conversations make a page: the ids, in the order of the view. Each view is one statement, so that each keeps the plan of its own partial
-- index; with a filter the statement is put together and planned for what it asks.
create or replace function app.list_conversations(
  p_pass bytea, p_person uuid, p_workspace uuid, p_view text, p_before_at timestamptz, p_before_id uuid, p_limit integer, p_filter jsonb default null) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids uuid[]; v_me uuid; v_at timestamptz := p_before_at; v_id uuid := p_before_id; v_where text; v_rises boolean := p_view in ('waiting', 'snoozed', 'due');
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if v_at is null or v_id is null then
    v_at := case when v_rises then '-infinity' else 'infinity' end;
    v_id := case when v_rises then '00000000-0000-0000-0000-000000000000' else 'ffffffff-ffff-ffff-ffff-ffffffffffff' end;
  end if;
  if p_view = 'mine' or p_filter->>'assignee' = 'me' then v_me := guard.person_id(); end if;
  if p_filter is not null then
    v_where := case p_view
      when 'mine' then $q$x.assignee_id = $5 and x.status in ('open', 'in_progress', 'waiting')$q$
      when 'unassigned' then $q$x.assignee_id is null and x.status in ('open', 'in_progress', 'waiting')$q$
      when 'unread' then $q$x.unread_count > 0 and x.status in ('open', 'in_progress', 'waiting')$q$
      when 'waiting' then $q$x.last_direction = 'in' and x.status in ('open', 'in_progress', 'waiting')$q$
      when 'snoozed' then $q$x.status = 'snoozed'$q$
      when 'due' then $q$x.status in ('open', 'in_progress', 'waiting') and least(x.answer_due_at, x.resolve_due_at) is not null$q$
      when 'closed' then $q$x.status in ('closed', 'archived')$q$
      when 'every' then 'true'
      else $q$x.status in ('open', 'in_progress', 'waiting')$q$ end
      || case when p_filter ? 'channelId' then $q$ and x.channel_id = ($6->>'channelId')::uuid$q$ else '' end
      || case when p_filter ? 'priority' then $q$ and x.priority = $6->>'priority'$q$ else '' end
      || case when p_filter ? 'topic' then $q$ and x.topic = $6->>'topic'$q$ else '' end
      || case when p_filter->>'assignee' = 'me' then ' and x.assignee_id = $5' when p_filter->>'assignee' = 'nobody' then ' and x.assignee_id is null'
           when p_filter ? 'assignee' then $q$ and x.assignee_id = ($6->>'assignee')::uuid$q$ else '' end
      || case when p_filter ? 'tagId' then $q$ and exists (select 1 from app.conversation_tag t where t.workspace_id = $1 and t.tag_id = ($6->>'tagId')::uuid
           and t.conversation_id = x.id)$q$ else '' end;
    execute 'select array(select x.id from app.conversation x where x.workspace_id = $1 and ' || v_where || case
        when p_view = 'snoozed' then ' and (x.snoozed_until, x.id) > ($2, $3) order by x.snoozed_until, x.id'
        when p_view = 'due' then ' and (least(x.answer_due_at, x.resolve_due_at), x.id) > ($2, $3) order by least(x.answer_due_at, x.resolve_due_at), x.id'
        when v_rises then ' and (x.last_message_at, x.id) > ($2, $3) order by x.last_message_at, x.id'
        else ' and (x.last_message_at, x.id) < ($2, $3) order by x.last_message_at desc, x.id desc' end || ' limit $4)'
      into v_ids using p_workspace, v_at, v_id, p_limit, v_me, p_filter;
  elsif p_view = 'mine' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.assignee_id = v_me and x.status in ('open', 'in_progress', 'waiting')
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  elsif p_view = 'unassigned' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.assignee_id is null and x.status in ('open', 'in_progress', 'waiting')
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  elsif p_view = 'unread' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.unread_count > 0 and x.status in ('open', 'in_progress', 'waiting')
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  elsif p_view = 'waiting' then
    -- whoever waits longest comes first
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.last_direction = 'in' and x.status in ('open', 'in_progress', 'waiting')
      and (x.last_message_at, x.id) > (v_at, v_id) order by x.last_message_at, x.id limit p_limit);
  elsif p_view = 'snoozed' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.status = 'snoozed'
      and (x.snoozed_until, x.id) > (v_at, v_id) order by x.snoozed_until, x.id limit p_limit);
  elsif p_view = 'due' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.status in ('open', 'in_progress', 'waiting')
      and least(x.answer_due_at, x.resolve_due_at) is not null and (least(x.answer_due_at, x.resolve_due_at), x.id) > (v_at, v_id)
      order by least(x.answer_due_at, x.resolve_due_at), x.id limit p_limit);
  elsif p_view = 'closed' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.status in ('closed', 'archived')
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  elsif p_view = 'every' then
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  else
    v_ids := array(select x.id from app.conversation x where x.workspace_id = p_workspace and x.status in ('open', 'in_progress', 'waiting')
      and (x.last_message_at, x.id) < (v_at, v_id) order by x.last_message_at desc, x.id desc limit p_limit);
  end if;
  return (select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value, g.ids) order by o.place), '[]')
    -- the fence keeps each id a look by its key: joined freely, a policy's guess of few rows makes the planner read all of a company's conversations
    from unnest(v_ids) with ordinality o(id, place)
    cross join lateral (select x.* from app.conversation x where x.workspace_id = p_workspace and x.id = o.id offset 0) v
    cross join lateral (select x.* from app.contact x where x.workspace_id = p_workspace and x.id = v.contact_id offset 0) c
    join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
    left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
      and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
    left join lateral (select array_agg(t.tag_id order by t.tag_id) ids from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = v.id) g on true);
end $$;

-- counters stop at 100: nobody reads "1,284 unread", and the count stays a short index scan
create or replace function app.count_conversations(p_pass bytea, p_person uuid, p_workspace uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_me uuid;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  v_me := guard.person_id();
  return jsonb_build_object(
    'mine', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.assignee_id = v_me
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q),
    'unassigned', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.assignee_id is null
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q),
    'all', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.status in ('open', 'in_progress', 'waiting') limit 100) q),
    'unread', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.unread_count > 0
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q),
    'waiting', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.last_direction = 'in'
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q),
    'snoozed', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and x.status = 'snoozed' limit 100) q),
    'due', (select count(*) from (select 1 from app.conversation x where x.workspace_id = p_workspace and least(x.answer_due_at, x.resolve_due_at) is not null
      and x.status in ('open', 'in_progress', 'waiting') limit 100) q));
end $$;

create or replace function app.get_conversation(p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  return (select app.conversation_json(v, c, h, n.value, g.ids) from app.conversation v
    join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
    join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
      left join lateral (select array_agg(t.tag_id order by t.tag_id) ids from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = v.id) g on true
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
        when 'conversation' then (select app.conversation_json(v, c, h, n.value, g.ids) from app.conversation v
            join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
            join app.channel h on h.workspace_id = p_workspace and h.id = v.channel_id
      left join lateral (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = c.id
        and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true
      left join lateral (select array_agg(t.tag_id order by t.tag_id) ids from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = v.id) g on true
          where v.workspace_id = p_workspace and v.id = l.entity_id)
        when 'note' then (select app.note_json(n) from app.note n where n.workspace_id = p_workspace and n.id = l.entity_id)
        when 'notification' then (select app.notification_json(n) from app.notification n where n.workspace_id = p_workspace and n.id = l.entity_id and n.person_id = v_person)
        when 'channel' then (select app.channel_json(h) from app.channel h where h.workspace_id = p_workspace and h.id = l.entity_id) end) delta
      -- that there is a note or something planned is nothing for visitors either
      from latest l where l.topic not in ('note', 'planned') or guard.person_id() is not null) q), '[]'),
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
