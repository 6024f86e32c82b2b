-- Places in a thread that are not its end: a day of it, its pictures.

-- The first message at or after a moment, by halving: a thread is numbered in the order of its times, so that twenty looks at its index find one of a
-- million. Null when the conversation is not there for whoever asks; the place is null when everything was said before.
create or replace function app.seek_day(p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid, p_at timestamptz) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare v_low bigint := 1; v_high bigint; v_mid bigint; v_seq bigint; v_time timestamptz; v_found bigint;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  select v.last_seq into v_high from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation;
  if not found then return null; end if;
  while v_low <= v_high loop
    v_mid := (v_low + v_high) / 2;
    -- the first that is there from the middle on: a number may be missing
    select m.seq, m.occurred_at into v_seq, v_time from app.message m
      where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq >= v_mid and m.seq <= v_high order by m.seq limit 1;
    if not found then v_high := v_mid - 1;
    elsif v_time >= p_at then v_found := v_seq; v_high := v_mid - 1;
    else v_low := v_seq + 1;
    end if;
  end loop;
  return jsonb_build_object('seq', v_found);
end $$;

-- Up to 30 messages with a picture before a place, the newest first, and where to go on. It reads at most 20,000 messages a call, by the index of the
-- thread, so that a long talk without pictures costs little and no message pays for an index.
create or replace function app.list_pictures(p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid, p_before_seq bigint) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
as $$
declare v_next bigint := coalesce(p_before_seq, 9223372036854775807); v_part jsonb; v_rows jsonb := '[]'; v_parts integer := 0; v_last bigint;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if not exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation) then return null; end if;
  loop
    with part as materialized (
      select m.seq, m.kind, m.id from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq < v_next
       order by m.seq desc limit 2000),
    pictures as (select p.id, p.seq from part p where p.kind = 'image' order by p.seq desc limit 30 - jsonb_array_length(v_rows))
    select coalesce((select jsonb_agg(app.message_row(m) order by m.seq desc) from pictures p
        join app.message m on m.workspace_id = p_workspace and m.id = p.id), '[]'),
      case when (select count(*) from pictures) = 30 - jsonb_array_length(v_rows) then (select min(p.seq) from pictures p)
        when (select count(*) from part) = 2000 then (select min(p.seq) from part p) end
      into v_part, v_last;
    v_rows := v_rows || v_part; v_next := v_last; v_parts := v_parts + 1;
    exit when v_next is null or v_next <= 1 or v_parts = 10 or jsonb_array_length(v_rows) >= 30;
  end loop;
  return jsonb_build_object('rows', v_rows, 'nextSeq', case when v_next > 1 then v_next end);
end $$;
