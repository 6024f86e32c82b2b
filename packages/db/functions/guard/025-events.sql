-- What happened to sessions: only ever added to, in a table per month.

create or replace function guard.note_event(s guard.session, p_kind text, p_detail jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.session_event (at, person_id, session_id, kind, browser, system, device_type, address, place, detail)
    values (case when p_kind in ('idle', 'absolute') then s.ended_at else guard.clock() end, s.person_id, s.id, p_kind, s.browser, s.system, s.device_type, s.address, s.place, p_detail)
$$;

-- Makes the tables of this month and the next two, and drops those whose last day is more than 90 days past. Rows that came before
-- their table was there move into it.
create or replace function guard.keep_event_months() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_from timestamptz; v_to timestamptz; v_name text; v_old record; n integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('guard.keep_event_months', 0));
  for i in 0..2 loop
    v_from := date_trunc('month', guard.clock() at time zone 'UTC') at time zone 'UTC' + make_interval(months => i);
    v_to := (v_from at time zone 'UTC' + interval '1 month') at time zone 'UTC';
    v_name := 'session_event_' || to_char(v_from at time zone 'UTC', 'YYYY_MM');
    continue when to_regclass('guard.' || v_name) is not null;
    execute format('create table guard.%I (like guard.session_event including defaults)', v_name);
    execute format('with moved as (delete from guard.session_event where at >= %L and at < %L returning *) insert into guard.%I select * from moved', v_from, v_to, v_name);
    execute format('alter table guard.%I enable row level security, force row level security', v_name);
    execute format('alter table guard.session_event attach partition guard.%I for values from (%L) to (%L)', v_name, v_from, v_to);
    n := n + 1;
  end loop;
  for v_old in
    select c.relname from pg_inherits h join pg_class c on c.oid = h.inhrelid
     where h.inhparent = 'guard.session_event'::regclass and c.relname ~ '^session_event_\d{4}_\d{2}$'
       and (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month') at time zone 'UTC' < guard.clock() - interval '90 days'
  loop
    execute format('drop table guard.%I', v_old.relname);
    n := n + 1;
  end loop;
  return n;
end $$;
