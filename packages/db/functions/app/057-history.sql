-- Messages older than a plan keeps. They are the beginnings of threads: everything before the first message that is young enough, in the order in which
-- a thread is read, but for what still waits to leave. So that what is looked at is what goes, and one line more of each thread.

-- The place of the first message of a thread that stays.
create or replace function app.first_kept(p_workspace uuid, p_conversation uuid, p_before timestamptz) returns bigint
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select m.seq from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_conversation and (m.occurred_at >= p_before or m.status in (0, 1))
    order by m.seq limit 1), 9223372036854775807)
$$;

create or replace function app.count_history(p_workspace uuid, p_before timestamptz) returns bigint
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select count(*) from app.conversation v cross join lateral (
    select 1 from app.message m where m.workspace_id = p_workspace and m.conversation_id = v.id and m.seq < app.first_kept(p_workspace, v.id, p_before)) old
   where v.workspace_id = p_workspace
$$;

-- A part of what goes, as a file tells of it: from a place in a thread on, and from there through the next threads. `next` is where to go on, null at the end.
create or replace function app.history_part(p_workspace uuid, p_before timestamptz, p_conversation uuid, p_seq bigint, p_limit integer) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_rows jsonb; v_threads uuid[]; v_last record; v_count integer;
begin
  v_threads := array(select v.id from app.conversation v where v.workspace_id = p_workspace and v.id >= p_conversation order by v.id limit 50);
  with old as (
    select m.* from unnest(v_threads) t(id) cross join lateral (
      select x.* from app.message x where x.workspace_id = p_workspace and x.conversation_id = t.id and (t.id > p_conversation or x.seq > p_seq)
         and x.seq < app.first_kept(p_workspace, t.id, p_before) order by x.seq limit p_limit) m
     order by m.conversation_id, m.seq limit p_limit)
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', o.id, 'conversationId', o.conversation_id, 'seq', o.seq, 'at', app.iso(o.occurred_at),
      'contactId', v.contact_id, 'contact', coalesce(nullif(c.name, ''), c.profile_name), 'contactNumber', app.number_of(p_workspace, v.contact_id),
      'channel', h.name, 'channelNumber', h.number, 'direction', o.direction, 'author', o.author_kind, 'authorName', o.author_name, 'kind', o.kind, 'text', o.body, 'status', app.status_name(o.status),
      'providerId', o.provider_id, 'quotes', o.quoted_provider_id, 'detail', o.detail,
      'file', case when d.id is not null then jsonb_strip_nulls(jsonb_build_object('name', d.name, 'mime', d.mime, 'bytes', d.bytes, 'sha256', encode(d.sha256, 'hex'))) end))
      order by o.conversation_id, o.seq), '[]'), count(*) into v_rows, v_count
    from old o join app.conversation v on v.workspace_id = p_workspace and v.id = o.conversation_id
      join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id join app.channel h on h.workspace_id = p_workspace and h.id = o.channel_id
      left join app.media d on d.workspace_id = p_workspace and d.id = o.media_id;
  return jsonb_build_object('rows', v_rows, 'next', case
    when v_count = p_limit then jsonb_build_object('conversationId', v_rows -> -1 -> 'conversationId', 'seq', v_rows -> -1 -> 'seq')
    when cardinality(v_threads) = 50 then jsonb_build_object('conversationId', v_threads[50], 'seq', 9007199254740991) end);
end $$;

-- Removes some of what a batch's file holds, with the files that nothing else names; answers how many went, null where the batch is not to be removed.
-- A thread that lost its last line keeps its place in the list and says nothing.
create or replace function app.purge_history(p_workspace uuid, p_batch uuid, p_ids uuid[]) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_before timestamptz; v_media uuid[]; v_threads uuid[]; v_gone uuid[];
begin
  select b.before into v_before from app.history_batch b where b.workspace_id = p_workspace and b.id = p_batch and b.state = 'purging' for update;
  if not found then return null; end if;
  -- threads first and in one order, as whoever writes into one does
  perform 1 from app.conversation v where v.workspace_id = p_workspace and v.id in (
    select m.conversation_id from app.message m where m.workspace_id = p_workspace and m.id = any (p_ids)) order by v.id for update;
  with gone as (
    delete from app.message m where m.workspace_id = p_workspace and m.id = any (p_ids) and m.occurred_at < v_before and m.status not in (0, 1)
    returning m.id, m.media_id, m.conversation_id)
  select array_agg(g.id), array_agg(distinct g.media_id) filter (where g.media_id is not null), array_agg(distinct g.conversation_id) into v_gone, v_media, v_threads from gone g;
  if v_gone is null then return 0; end if;
  delete from app.media d where d.workspace_id = p_workspace and d.id = any (v_media)
    and not exists (select 1 from app.message m where m.workspace_id = p_workspace and m.media_id = d.id);
  update app.conversation v set version = v.version + 1,
      last_preview = case when v.last_message_id = any (v_gone) then '' else v.last_preview end, unread_count = case when v.last_message_id = any (v_gone) then 0 else v.unread_count end,
      read_seq = case when v.last_message_id = any (v_gone) then v.last_seq else v.read_seq end
    where v.workspace_id = p_workspace and v.id = any (v_threads);
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', t, t from unnest(v_threads) t;
  update app.history_batch b set purged = b.purged + cardinality(v_gone) where b.workspace_id = p_workspace and b.id = p_batch;
  return cardinality(v_gone);
end $$;
