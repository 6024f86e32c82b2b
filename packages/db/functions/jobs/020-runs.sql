-- How runs start, go on and end. Locks are taken in one order everywhere: queue, run, step, and the gates' lock last.

-- puts a call of a run into the queue; a run has at most one call of the whole function at a time, so a wish for another
-- while it is being called is remembered
create or replace function jobs.push_call(r jobs.run, p_step text, p_attempt integer, p_delay interval) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_now timestamptz := clock_timestamp(); v_due timestamptz := v_now + p_delay;
begin
  insert into jobs.queue (kind, run, step, fn, attempt, state, due, rank, gates, blocked_on)
    values ('call', r.id, p_step, r.fn, p_attempt,
      case when p_delay > interval '0' then 0 when r.gates is not null then 3 else 1 end,
      v_due, v_due - r.priority * interval '1 second', r.gates, case when r.gates is not null then r.gates[1] end)
    on conflict (run, kind, step) where run is not null do nothing;
  if not found then
    if p_step = 'step' then
      update jobs.run set again = true where id = r.id
        and exists (select 1 from jobs.queue where run = r.id and kind = 'call' and step = 'step' and state = 2);
    end if;
    return;
  end if;
  if r.gates is not null and p_delay <= interval '0' then perform jobs.admit(r.gates[1:1]); end if;
end $$;

-- takes away the timer of a step that ended before it rang; one that is just ringing will find the step ended
create or replace function jobs.drop_timer(p_run text, p_step text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_id bigint;
begin
  select id into v_id from jobs.queue where run = p_run and kind = 'timeout' and step = p_step for update skip locked;
  delete from jobs.queue where id = v_id;
end $$;

-- memoises a planned step that ended and calls the function again when the rule says so: at once for the older request
-- version and in races, otherwise when no planned sibling is left
create or replace function jobs.settle(p_run text, p_step text, p_value json, p_error json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare r jobs.run; v_was record;
begin
  select * into r from jobs.run where id = p_run and status in ('queued', 'running') for no key update;
  if not found then return; end if;
  update jobs.step set status = case when p_error is null then 'completed' else 'failed' end, value = p_value, error = p_error,
      ended_at = clock_timestamp(), pending = false
    where run = p_run and id = p_step and status in ('planned', 'retrying') returning old.pending, race into v_was;
  if not found then return; end if;
  r.pending := r.pending - v_was.pending::integer;
  if r.pending = 0 then r.force_plan := false; end if;
  update jobs.run set stack = stack || p_step, pending = r.pending, force_plan = r.force_plan where id = p_run;
  if r.pending = 0 or r.version < 2 or v_was.race then perform jobs.push_call(r, 'step', 0, interval '0'); end if;
end $$;

-- what was queued and awaited for runs that ended goes; places at gates are given back; who invoked them hears of it
create or replace function jobs.clear_runs(p_runs text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_gates text[]; v_ids bigint[]; v_keys text[];
begin
  -- a row that somebody holds is left: its holder waits for the run and will find it ended
  select array_agg(id) into v_ids from (select id from jobs.queue where run = any (p_runs) for update skip locked) q;
  with gone as (delete from jobs.queue where id = any (v_ids) returning state, gates)
  select array_agg(g) into v_gates from gone, unnest(gone.gates) g where gone.state in (1, 2, 4);
  delete from jobs.wait where run = any (p_runs);
  -- the attempt says whether the data is an error
  insert into jobs.queue (kind, run, step, state, attempt, data)
    select 'settle', r.parent_run, r.parent_step, 0, (r.status <> 'completed')::integer,
        case when r.status = 'completed' then r.output
             else coalesce(r.error, json_build_object('name', 'Error', 'message', 'The invoked run was ' || r.status || '.')) end
      from jobs.run r where r.id = any (p_runs) and r.parent_run is not null
    on conflict (run, kind, step) where run is not null do nothing;
  select array_agg(singleton) into v_keys from jobs.run where id = any (p_runs) and singleton is not null;
  if v_keys is not null then delete from jobs.singleton where key = any (v_keys) and run = any (p_runs); end if;
  perform jobs.release(v_gates);
end $$;

-- tells of a run's end with an event, when that event matters to somebody
create or replace function jobs.tell_end(r jobs.run, p_name text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_id text := jobs.ulid(); v_event json;
begin
  select body into v_event from jobs.event where id = r.event;
  insert into jobs.event (id, name, body) values (v_id, p_name, json_build_object('id', v_id, 'name', p_name,
    'ts', floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
    'data', case when r.status = 'completed' then json_build_object('function_id', r.fn, 'run_id', r.id, 'event', v_event, 'result', r.output)
                 else json_build_object('function_id', r.fn, 'run_id', r.id, 'event', v_event,
                   'error', coalesce(r.error, json_build_object('name', 'Error', 'message', 'The run was ' || r.status || '.'))) end));
  insert into jobs.queue (kind, step, event, key) values ('event', 'start', v_id, p_name);
end $$;

-- ends one run that is still going; answers whether it did
create or replace function jobs.end_run(p_run text, p_status text, p_output json, p_error json, p_tell_finished boolean) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare r jobs.run;
begin
  update jobs.run set status = p_status, output = p_output, error = p_error, ended_at = clock_timestamp()
    where id = p_run and status in ('queued', 'running') returning * into r;
  if not found then return false; end if;
  perform jobs.clear_runs(array[p_run]);
  if p_status = 'failed' then perform jobs.tell_end(r, 'inngest/function.failed');
  elsif p_status = 'cancelled' then perform jobs.tell_end(r, 'inngest/function.cancelled'); end if;
  if p_tell_finished or exists (select 1 from jobs.wait where event = 'inngest/function.finished') then
    perform jobs.tell_end(r, 'inngest/function.finished');
  end if;
  return true;
end $$;

-- starts one run as its function's options say; answers its id, or null when they say no run
create or replace function jobs.start_run(s json, p_events text[]) returns text
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_run text := s->>'run'; v_fn text := s->>'fn'; v_key text; v_now timestamptz := clock_timestamp(); v_due timestamptz; v_limit json;
  v_gates text[]; v_throttle text; v_running text; v_taken boolean := s->>'lock' is not null;
begin
  foreach v_limit in array array[s->'idempotency', s->'rate'] loop
    continue when v_limit is null;
    insert into jobs.meter as m (key, full_at) values (v_limit->>'key', v_now + (v_limit->>'every_ms')::float8 * interval '1 ms')
      on conflict (key) do update set full_at = greatest(m.full_at, v_now) + (v_limit->>'every_ms')::float8 * interval '1 ms'
      where greatest(m.full_at, v_now) <= v_now + ((v_limit->>'allowed')::integer - 1) * (v_limit->>'every_ms')::float8 * interval '1 ms';
    if not found then return null; end if;
  end loop;
  v_key := s->'singleton'->>'key';
  if v_key is not null then
    insert into jobs.singleton (key, run) values (v_key, v_run) on conflict (key) do nothing;
    if not found then
      select run into v_running from jobs.singleton where key = v_key for update;
      if exists (select 1 from jobs.run where id = v_running and status in ('queued', 'running')) then
        if s->'singleton'->>'mode' = 'skip' then return null; end if;
        perform jobs.end_run(v_running, 'cancelled', null, json_build_object('name', 'Error', 'message', 'A newer run took its place.'), false);
      end if;
      insert into jobs.singleton (key, run) values (v_key, v_run) on conflict (key) do update set run = excluded.run;
    end if;
  end if;
  if s->'gates' is not null then
    perform jobs.open_gates(s->'gates');
    select array_agg(g->>'key') filter (where g->>'every_ms' is null), max(g->>'key') filter (where g->>'every_ms' is not null)
      into v_gates, v_throttle from json_array_elements(s->'gates') g;
  end if;
  v_due := v_now + coalesce((s->>'delay_ms')::float8, 0) * interval '1 ms';
  insert into jobs.run (id, fn, event, events, priority, gates, throttle, singleton, parent_run, parent_step, rerun_of)
    values (v_run, v_fn, p_events[1], cardinality(p_events), coalesce((s->>'priority')::integer, 0), v_gates, v_throttle, v_key,
      s->'parent'->>'run', s->'parent'->>'step', s->>'rerun_of');
  if cardinality(p_events) > 1 then
    insert into jobs.run_event (run, position, event) select v_run, i, p_events[i] from generate_series(2, cardinality(p_events)) i;
  end if;
  insert into jobs.queue (kind, run, step, fn, state, due, rank, gates, throttle, blocked_on)
    values ('call', v_run, 'step', v_fn, case when v_due > v_now then 0 when s->'gates' is not null then 3 else 1 end, v_due,
      v_due - coalesce((s->>'priority')::integer, 0) * interval '1 second', v_gates, v_throttle, coalesce(v_gates[1], v_throttle));
  if s->'deadlines' is not null then
    insert into jobs.queue (kind, run, step, fn, state, due, data)
      select 'deadline', v_run, d->>'of', v_fn, 0, v_now + (d->>'ms')::float8 * interval '1 ms', d from json_array_elements(s->'deadlines') d;
  end if;
  if s->'waits' is not null then perform jobs.add_waits(v_run, s->'waits'); end if;
  if s->'gates' is not null and v_due <= v_now then perform jobs.admit(array[coalesce(v_gates[1], v_throttle)]); end if;
  return v_run;
end $$;

create or replace function jobs.add_waits(p_run text, p_waits json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into jobs.wait_path (event, path)
    select distinct w.event, w.path from json_to_recordset(p_waits) w(event text, path text) where w.path is not null order by 1, 2
    on conflict do nothing;
  insert into jobs.wait (kind, run, step, event, key, expression, expires_at)
    select w.kind, p_run, w.step, w.event, w.key, w.expression, clock_timestamp() + w.ttl_ms * interval '1 ms'
      from json_to_recordset(p_waits) w(kind text, step text, event text, key text, expression text, ttl_ms float8);
end $$;

-- the gathered events of a batch become a run, oldest first; what is left waits on
create or replace function jobs.flush_batch(p_queue bigint, p_fn text, p_key text, s json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_events text[]; v_ids bigint[]; v_size integer := (s->'batch'->>'size')::integer;
begin
  select array_agg(id), array_agg(event) into v_ids, v_events from (
    select id, event from jobs.batch where fn = p_fn and key = p_key order by id limit v_size for update) b;
  delete from jobs.batch where id = any (v_ids);
  if v_events is not null then
    perform jobs.start_run((s::jsonb - 'batch' - 'lock' || jsonb_build_object('run', jobs.ulid()))::json, v_events);
  end if;
  if exists (select 1 from jobs.batch where fn = p_fn and key = p_key) then
    update jobs.queue set state = 0, due = clock_timestamp() + (s->'batch'->>'timeout_ms')::float8 * interval '1 ms' where id = p_queue;
  else
    delete from jobs.queue where id = p_queue;
  end if;
end $$;
