-- Runs as the staff's console shows them. What a run carries is apart from how it goes: each look at it is a row of the staff's log.

create or replace function jobs.console_run_row(r jobs.run, p_event_name text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', r.id, 'functionId', r.fn, 'status', r.status, 'eventId', r.event, 'eventName', p_event_name, 'events', r.events,
    'queuedAt', r.created_at, 'startedAt', r.started_at, 'endedAt', r.ended_at, 'rerunOf', r.rerun_of)
$$;

drop function if exists jobs.console_runs(bytea, uuid, text, text, text, text, integer), jobs.console_run(bytea, uuid, text),
  jobs.console_payload(bytea, uuid, jsonb, text, text, text), jobs.console_ask(bytea, uuid, jsonb, text, text);

-- Newest first. The text is the beginning of a run's or an event's id, or the whole id that the event's sender gave it. No index holds the
-- state of a run, which would cost each run in every index: those that ended badly have one of their own, those that go on all have a row
-- in the queue, and those that completed are nearly all, so that a page of them is never far.
create or replace function jobs.console_runs(
  p_pass bytea, p_person uuid, p_fn text, p_status text, p_text text, p_before text, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
  -- the planner cannot know how soon forty are found and, where an old reader keeps pages from counting as seen by all, would rather read
  -- and sort everything than walk an index from its end
  set enable_seqscan = off set enable_bitmapscan = off
as $$
declare v_found text[]; v_rows jsonb; v_live boolean := p_text is null and coalesce(p_status in ('queued', 'running'), false);
begin
  perform guard.enter_staff(p_pass, p_person);
  if p_text is not null then
    -- no sign of an id comes after Z
    with events as (
      select e.id from jobs.event e where e.id >= upper(p_text) and e.id <= upper(p_text) || repeat('Z', 26)
      union select e.id from jobs.event e where e.dedupe = p_text),
    found as (
      select r.id from jobs.run r where r.id >= upper(p_text) and r.id <= upper(p_text) || repeat('Z', 26)
      union select r.id from events e join jobs.run r on r.event = e.id
      union select x.run from events e join jobs.run_event x on x.event = e.id)
    select coalesce(array_agg(f.id), '{}') into v_found from (select id from found order by id desc limit 2000) f;
  end if;
  -- put together, so that each question keeps the plan of its own index
  execute 'select coalesce(jsonb_agg(jobs.console_run_row(q, (select e.name from jobs.event e where e.id = (q).event)) order by (q).id desc), ''[]'')
    from (select r.it as q from '
    -- each looked up by its key: any other way of joining reads all runs
    || case when v_live then
        '(select distinct x.run as id from jobs.queue x where x.run is not null' || case when p_before is not null then ' and x.run < $4' else '' end
        || ' order by x.run desc) live cross join lateral (select y as it from jobs.run y where y.id = live.id offset 0) r'
      else '(select y as it from jobs.run y) r' end
    || ' where true'
    || case when p_fn is not null then ' and (r.it).fn = $1' else '' end
    || case when p_status in ('failed', 'cancelled') then ' and (r.it).ended_badly = $2' when p_status is not null then ' and (r.it).status = $2' else '' end
    || case when v_found is not null then ' and (r.it).id = any ($3)' else '' end
    || case when p_before is not null then ' and (r.it).id < $4' else '' end
    || ' order by ' || case when v_live then 'live.id' else '(r.it).id' end || ' desc limit $5) w'
    into v_rows using p_fn, p_status, v_found, p_before, p_limit;
  return v_rows;
end $$;

-- Null when there is no such run. With what went wrong: looking at that is a row of the staff's log, one for the refreshes of a while.
create or replace function jobs.console_run(p_pass bytea, p_person uuid, p_trace jsonb, p_run text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; r jobs.run;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select * into r from jobs.run x where x.id = p_run;
  if not found then return null; end if;
  -- the text of an error may quote what it failed over
  if r.error is not null or exists (select 1 from jobs.failure x where x.run = r.id)
     or exists (select 1 from jobs.step s where s.run = r.id and s.error is not null) then
    perform guard.note_staff_look(w.person_id, w.session_id, 'run.errors_read', r.id, p_trace);
  end if;
  return jobs.console_run_row(r, (select e.name from jobs.event e where e.id = r.event)) || jsonb_build_object(
    'functionName', (select f.name from jobs.fn f where f.id = r.fn),
    'hasOutput', r.output is not null,
    'error', r.error::text,
    -- when the function is called next
    'dueAt', (select min(q.due) from jobs.queue q where q.run = r.id and q.kind = 'call' and q.state <> 2),
    'triggeredBy', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'receivedAt', e.received_at) order by t.position), '[]')
      from (select 0 as position, r.event as event union select x.position, x.event from jobs.run_event x where x.run = r.id and x.event <> r.event) t
      join jobs.event e on e.id = t.event),
    'steps', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'op', s.op, 'status', s.status, 'attempts', s.attempts,
        'startedAt', s.started_at, 'endedAt', s.ended_at, 'hasOutput', s.value is not null, 'error', s.error::text,
        'dueAt', (select min(q.due) from jobs.queue q where q.run = r.id and q.step = s.id and q.state <> 2))
      order by s.started_at, array_position(r.stack, s.id), s.id), '[]') from jobs.step s where s.run = r.id),
    'attempts', (select coalesce(jsonb_agg(jsonb_build_object('step', s.name, 'attempt', x.attempt, 'at', x.at, 'final', x.final, 'error', x.error::text) order by x.id), '[]')
      from jobs.failure x left join jobs.step s on s.run = x.run and s.id = x.step where x.run = r.id),
    'parent', (select jsonb_build_object('id', p.id, 'functionId', p.fn) from jobs.run p where p.id = r.parent_run),
    'children', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'functionId', c.fn, 'status', c.status, 'kind', c.kind) order by c.id), '[]')
      from (select x.id, x.fn, x.status, 'invoked' as kind from jobs.run x where x.parent_run = r.id
        union all select x.id, x.fn, x.status, 'rerun' from jobs.run x where x.rerun_of = r.id) c),
    'asked', (select coalesce(jsonb_agg(q.kind order by q.id), '[]') from jobs.queue q where q.run = r.id and q.kind in ('cancel', 'rerun')));
end $$;

-- One piece of what a run carries: its output, the data of an event that started it, what a step answered. Null when there is none.
create or replace function jobs.console_payload(p_pass bytea, p_person uuid, p_trace jsonb, p_run text, p_kind text, p_id text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_found text;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  v_found := case p_kind
    when 'output' then (select r.output::text from jobs.run r where r.id = p_run)
    when 'step' then (select s.value::text from jobs.step s where s.run = p_run and s.id = p_id)
    when 'event' then (select e.body::text from jobs.event e where e.id = p_id and (
      exists (select 1 from jobs.run r where r.id = p_run and r.event = e.id)
      or exists (select 1 from jobs.run_event x where x.run = p_run and x.event = e.id)))
  end;
  if v_found is not null then
    perform guard.note_staff_action(w.person_id, w.session_id, 'run.payload_read', p_run, jsonb_strip_nulls(jsonb_build_object('of', p_kind, 'id', p_id)), p_trace);
  end if;
  return v_found;
end $$;

-- A wish about a run for the executor to carry out: 'cancel' what has not ended, 'rerun' what has. Answers asked, missing, or why not:
-- ended, live, forgotten (its event), unserved (its function).
create or replace function jobs.console_ask(p_pass bytea, p_person uuid, p_trace jsonb, p_wish text, p_run text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; r jobs.run; v_live boolean;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  if p_wish not in ('cancel', 'rerun') then raise exception 'unknown wish' using errcode = '22023'; end if;
  select * into r from jobs.run x where x.id = p_run;
  if not found then return 'missing'; end if;
  v_live := r.status in ('queued', 'running');
  if p_wish = 'cancel' and not v_live then return 'ended'; end if;
  if p_wish = 'rerun' and v_live then return 'live'; end if;
  if p_wish = 'rerun' and not exists (select 1 from jobs.event e where e.id = r.event) then return 'forgotten'; end if;
  if p_wish = 'rerun' and not exists (select 1 from jobs.fn f where f.id = r.fn and f.gone_at is null) then return 'unserved'; end if;
  insert into jobs.queue (kind, run, fn) values (p_wish, p_run, r.fn) on conflict do nothing;
  perform guard.note_staff_action(w.person_id, w.session_id, 'run.' || p_wish || '_asked', p_run, jsonb_build_object('functionId', r.fn), p_trace);
  -- rare, so it may notify inside
  perform pg_notify('recado_jobs', 'console');
  return 'asked';
end $$;
