-- What the executor calls. Each takes a batch, because a commit costs more than the work of one row.
-- Values of events and steps travel as text inside the batch's JSON and are only cast: taking JSON apart refuses U+0000.

-- whether somebody may be waiting for this event: by a key that it makes, or with a condition that has to be tried
create or replace function jobs.may_wake(p_name text, p_body json) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select 1 from jobs.wait where event = p_name) then return false; end if;
  if exists (select 1 from jobs.wait where event = p_name and key is null) or strpos(p_body::text, '\u0000') > 0 then return true; end if;
  return exists (select 1 from jobs.wait_path p cross join lateral (
    select 1 from jobs.wait w where w.event = p_name and w.key = p.path || '=' || (p_body #> string_to_array(p.path, '.'))::text limit 1) w where p.event = p_name);
end $$;

-- stores events and starts what they start. An event that was sent before starts nothing. Answers the ids of events sent
-- before, the queue ids of runs that the caller takes at once (those with a lock), and how many events somebody may be waiting for.
create or replace function jobs.accept(p_events json, p_starts json, p_lease_ms integer) returns json
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_new text[]; v_woke integer; v_taken json; v_known json; s json; v_now timestamptz := clock_timestamp();
begin
  with fresh as (
    insert into jobs.event (id, dedupe, name, body, received_at)
      select e.id, e.dedupe, e.name, e.body::json, v_now from json_to_recordset(p_events) e(id text, dedupe text, name text, body text)
      on conflict do nothing returning id, name, body),
  woken as (
    insert into jobs.queue (kind, step, event, key) select 'event', 'match', f.id, f.name from fresh f where jobs.may_wake(f.name, f.body) returning 1)
  select array_agg(id), (select count(*) from woken) into v_new, v_woke from fresh;
  if v_new is null then v_new := '{}'; end if;
  with s as materialized (
    select x.* from json_to_recordset(p_starts) x(run text, event text, fn text, priority integer, plain boolean, lock text)
     where x.plain and x.event = any (v_new)),
  r as (
    insert into jobs.run (id, fn, event, priority, status, started_at)
      select s.run, s.fn, s.event, coalesce(s.priority, 0), case when s.lock is null then 'queued' else 'running' end, case when s.lock is not null then v_now end from s),
  q as (
    insert into jobs.queue (kind, run, step, fn, state, due, rank, lock, locked_until)
      select 'call', s.run, 'step', s.fn, case when s.lock is null then 1 else 2 end, v_now, v_now - coalesce(s.priority, 0) * interval '1 second',
          s.lock, case when s.lock is not null then v_now + p_lease_ms * interval '1 ms' end from s
      returning id, run, lock)
  select json_object_agg(q.run, q.id) filter (where q.lock is not null) into v_taken from q;
  for s in select x from json_array_elements(p_starts) x where x->>'plain' is null and x->>'event' = any (v_new) loop
    perform jobs.start_special(s);
  end loop;
  if cardinality(v_new) < json_array_length(p_events) then
    select json_object_agg(e.id, k.id) into v_known from json_to_recordset(p_events) e(id text, dedupe text)
      cross join lateral (select x.id from jobs.event x where x.dedupe = e.dedupe limit 1) k where e.id <> all (v_new);
  end if;
  return json_build_object('known', v_known, 'taken', v_taken, 'woke', v_woke);
end $$;

-- a start that does not simply start: debounced, batched, limited
create or replace function jobs.start_special(s json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_now timestamptz := clock_timestamp(); v_queue bigint; v_fn text := s->>'fn'; v_key text; v_count integer;
begin
  if s->'debounce' is not null and s->'parent' is null then
    v_key := s->'debounce'->>'key';
    insert into jobs.queue as q (kind, fn, key, event, data, state, due)
      values ('debounce', v_fn, v_key, s->>'event', s, 0, v_now + (s->'debounce'->>'period_ms')::float8 * interval '1 ms')
      on conflict (kind, fn, key) where key is not null do update set event = excluded.event, data = excluded.data,
        due = least(excluded.due, q.created_at + (s->'debounce'->>'max_ms')::float8 * interval '1 ms');
  elsif s->'batch' is not null and s->'parent' is null then
    v_key := s->'batch'->>'key';
    insert into jobs.queue as q (kind, fn, key, data, state, due)
      values ('batch', v_fn, v_key, s, 0, v_now + (s->'batch'->>'timeout_ms')::float8 * interval '1 ms')
      on conflict (kind, fn, key) where key is not null do update set fn = excluded.fn returning id into v_queue;
    insert into jobs.batch (fn, key, event) values (v_fn, v_key, s->>'event');
    select count(*) into v_count from (select 1 from jobs.batch where fn = v_fn and key = v_key limit (s->'batch'->>'size')::integer) b;
    if v_count >= (s->'batch'->>'size')::integer then perform jobs.flush_batch(v_queue, v_fn, v_key, s); end if;
  else
    perform jobs.start_run(s, array[s->>'event']);
  end if;
end $$;

-- fires a cron once, however many processes saw it due
create or replace function jobs.fire_cron(p_fn text, p_expression text, p_due timestamptz, p_next timestamptz, p_events json, p_starts json, p_lease_ms integer) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update jobs.cron set next_at = p_next, last_at = clock_timestamp() where fn = p_fn and expression = p_expression and next_at = p_due;
  if not found then return false; end if;
  perform jobs.accept(p_events, p_starts, p_lease_ms);
  return true;
end $$;

-- whether an event that came before this timeout is still to be looked at by those who wait for its name
create or replace function jobs.may_be_in_time(q jobs.queue) returns boolean
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select exists (select 1 from jobs.wait w
    cross join lateral (select m.event from jobs.queue m where m.kind = 'event' and m.fn is null and m.key = w.event offset 0) m
    cross join lateral (select x.received_at from jobs.event x where x.id = m.event limit 1) e
    where w.run = q.run and w.step = q.step and e.received_at >= w.created_at and e.received_at < coalesce(w.expires_at, q.due))
$$;

-- what came due: sleeps and timeouts end their steps, gathered events start their runs, late runs are cancelled
create or replace function jobs.ring(p_limit integer, p_tell_finished boolean) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare q jobs.queue; v_ids bigint[]; v_runs text[]; v_count integer := 0; v_keys text[] := '{}'; v_keys_due text[]; r jobs.run; v_late interval;
begin
  select array_agg(key) into v_keys_due from (select key from jobs.gate where next_at <= clock_timestamp() order by next_at limit 1000) g;
  if v_keys_due is not null then
    perform pg_advisory_xact_lock(724106002);
    update jobs.gate set next_at = null where key = any (v_keys_due);
    perform jobs.admit(v_keys_due);
  end if;
  select array_agg(id), array_agg(run) into v_ids, v_runs from (
    select id, run from jobs.queue where state = 0 and due <= clock_timestamp() order by due limit p_limit for update skip locked) due;
  if v_ids is null then return 0; end if;
  perform 1 from jobs.run where id = any (v_runs) order by id for no key update;
  for q in select * from jobs.queue where id = any (v_ids) order by run, id loop
    v_count := v_count + 1;
    if q.kind in ('call', 'event', 'cancel', 'rerun') then
      update jobs.queue set state = case when q.blocked_on is null then 1 else 3 end where id = q.id;
      if q.blocked_on is not null then v_keys := v_keys || q.blocked_on; end if;
    elsif q.kind = 'batch' then
      perform jobs.flush_batch(q.id, q.fn, q.key, q.data);
    elsif q.kind = 'debounce' then
      delete from jobs.queue where id = q.id;
      perform jobs.start_run((q.data::jsonb - 'debounce' - 'lock' || jsonb_build_object('run', jobs.ulid()))::json, array[q.event]);
    elsif q.kind = 'timeout' and jobs.may_be_in_time(q) then
      -- from here on nothing that comes later counts
      update jobs.wait set expires_at = coalesce(expires_at, q.due) where run = q.run and step = q.step;
      update jobs.queue set due = clock_timestamp() + interval '100 ms' where id = q.id;
    elsif q.kind = 'deadline' then
      select * into r from jobs.run where id = q.run;
      v_late := (q.data->>'ms')::float8 * interval '1 ms';
      if q.step = 'finish' and r.started_at is null then
        update jobs.queue set due = clock_timestamp() + v_late where id = q.id;
      elsif q.step = 'finish' and r.started_at + v_late > clock_timestamp() then
        update jobs.queue set due = r.started_at + v_late where id = q.id;
      else
        delete from jobs.queue where id = q.id;
        if q.step = 'finish' or r.started_at is null then
          perform jobs.end_run(q.run, 'cancelled', null, json_build_object('name', 'Error', 'message',
            case q.step when 'start' then 'The run did not start in time.' else 'The run did not finish in time.' end), p_tell_finished);
        end if;
      end if;
    else
      delete from jobs.queue where id = q.id;
      if q.kind = 'sleep' then perform jobs.settle(q.run, q.step, 'null', null);
      elsif q.kind = 'timeout' then
        delete from jobs.wait where run = q.run and step = q.step;
        perform jobs.settle(q.run, q.step, case when q.data is null then 'null'::json end, q.data);
      elsif q.kind = 'settle' then
        perform jobs.drop_timer(q.run, q.step);
        perform jobs.settle(q.run, q.step, case q.attempt when 0 then q.data end, case q.attempt when 1 then q.data end);
      end if;
    end if;
  end loop;
  if cardinality(v_keys) > 0 then perform jobs.admit((select array_agg(distinct k) from unnest(v_keys) k)); end if;
  return v_count;
end $$;

-- claims whose holder gave no sign of life are anybody's again. One that crashed before is a suspect.
create or replace function jobs.expire_claims() returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_ids bigint[];
begin
  select array_agg(id) into v_ids from (
    select id from jobs.queue where state = 2 and locked_until < clock_timestamp() order by id for update skip locked) q;
  if v_ids is null then return 0; end if;
  update jobs.queue set state = case when crashes >= 1 then 4 else 1 end, crashes = crashes + 1, lock = null, locked_until = null where id = any (v_ids);
  return cardinality(v_ids);
end $$;

-- takes what is ready, with all that a call needs
create or replace function jobs.claim(p_lock text, p_want integer, p_suspect boolean, p_lease_ms integer)
returns table (id bigint, kind text, run text, step text, fn text, attempt integer, crashes smallint, event text, data json,
  version smallint, force_plan boolean, stack text[], events json, steps json)
language plpgsql set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare v_ids bigint[]; v_suspect bigint; v_runs text[]; v_now timestamptz := clock_timestamp();
begin
  select array_agg(q.id) into v_ids from (
    select q.id from jobs.queue q where q.state = 1 order by q.rank, q.id limit p_want for update skip locked) q;
  if p_suspect then
    select q.id into v_suspect from jobs.queue q where q.state = 4 order by q.rank, q.id limit 1 for update skip locked;
    if v_suspect is not null then v_ids := v_ids || v_suspect; end if;
  end if;
  if v_ids is null then return; end if;
  update jobs.queue q set state = 2, lock = p_lock, locked_until = v_now + p_lease_ms * interval '1 ms' where q.id = any (v_ids);
  select array_agg(q.run) into v_runs from jobs.queue q where q.id = any (v_ids) and q.kind = 'call';
  -- whoever holds a run now will leave it queued for the next call to mark
  select array_agg(r.id) into v_runs from (
    select r.id from jobs.run r where r.id = any (v_runs) and r.status = 'queued' order by r.id for no key update skip locked) r;
  if v_runs is not null then
    update jobs.run r set status = 'running', started_at = v_now where r.id = any (v_runs);
  end if;
  return query
    select q.id, q.kind, q.run, q.step, q.fn, q.attempt, q.crashes, q.event, q.data, r.version, r.force_plan, r.stack,
      case when r.events = 1 then (select json_build_array(e.body) from jobs.event e where e.id = r.event)
           when r.events > 1 then (select json_agg(e.body order by x.position) from
             (select 1 as position, r.event union all select y.position, y.event from jobs.run_event y where y.run = r.id) x
             cross join lateral (select z.body from jobs.event z where z.id = x.event limit 1) e) end,
      case when q.kind = 'call' and cardinality(r.stack) > 0 then
        (select json_agg(json_build_array(s.id, s.status, s.value, s.error)) from jobs.step s where s.run = q.run and s.status in ('completed', 'failed')) end
      from jobs.queue q
      left join lateral (select x.* from jobs.run x where x.id = q.run limit 1) r on r.status in ('queued', 'running')
     where q.id = any (v_ids) order by q.rank, q.id;
end $$;

drop function if exists jobs.next_due();

-- when to look again, though nobody said anything. Of the crons only those that the caller can fire: who is woken by another version's
-- finds it due, leaves it, and is woken again.
create or replace function jobs.next_due(p_fns text[], p_expressions text[]) returns timestamptz
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select least((select due from jobs.queue where state = 0 order by due limit 1),
    (select next_at from jobs.gate where next_at is not null order by next_at limit 1),
    (select min(c.next_at) from unnest(p_fns, p_expressions) k(fn, expression)
      cross join lateral (select x.next_at from jobs.cron x where x.fn = k.fn and x.expression = k.expression limit 1) c),
    (select min(locked_until) from jobs.queue where state = 2))
$$;

-- the holder lives
create or replace function jobs.renew_claims(p_ids bigint[], p_locks text[], p_lease_ms integer) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_count integer; v_ids bigint[];
begin
  select array_agg(q.id) into v_ids from (
    select q.id, q.lock from jobs.queue q where q.id = any (p_ids) and q.state = 2 for update skip locked) q
    where q.lock = p_locks[array_position(p_ids, q.id)];
  update jobs.queue set locked_until = clock_timestamp() + p_lease_ms * interval '1 ms' where id = any (v_ids);
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- the holder gives up what it had taken; nothing crashed
create or replace function jobs.return_claims(p_ids bigint[], p_locks text[], p_delay_ms integer) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_count integer; v_gates text[];
begin
  if p_delay_ms > 0 then
    -- a place at a gate is not kept while waiting
    with back as (
      update jobs.queue q set state = 0, due = clock_timestamp() + p_delay_ms * interval '1 ms', lock = null, locked_until = null, blocked_on = q.gates[1]
        where q.id = any (p_ids) and q.lock = p_locks[array_position(p_ids, q.id)] and q.state = 2 returning q.gates)
    select array_agg(g) into v_gates from back, unnest(back.gates) g;
    perform jobs.release(v_gates);
    return cardinality(p_ids);
  end if;
  update jobs.queue q set state = case when q.crashes >= 2 then 4 else 1 end, lock = null, locked_until = null
    where q.id = any (p_ids) and q.lock = p_locks[array_position(p_ids, q.id)] and q.state = 2;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- a call of a function that the holder does not serve goes back, marked so that it is called at once when the function is served again
create or replace function jobs.return_unserved(p_id bigint, p_lock text, p_delay_ms integer) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update jobs.queue q set data = '{"unserved":true}' where q.id = p_id and q.lock = p_lock and q.state = 2;
  perform jobs.return_claims(array[p_id], array[p_lock], p_delay_ms);
end $$;

-- steps that ran inside a call still going: stored once, and only for the claim that is still held. Answers which items hold.
create or replace function jobs.checkpoint(p_items json, p_lease_ms integer) returns integer[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_held integer[]; v_runs text[]; v_ids bigint[];
begin
  select array_agg(i.id) into v_ids from json_to_recordset(p_items) i(id bigint);
  perform 1 from jobs.queue q where q.id = any (v_ids) and q.state = 2 order by q.id for update;
  select array_agg(i.at), array_agg(i.run), array_agg(i.id) into v_held, v_runs, v_ids
    from json_to_recordset(p_items) i(at integer, id bigint, lock text, run text)
    cross join lateral (select 1 from jobs.queue q where q.id = i.id and q.lock = i.lock and q.run = i.run and q.state = 2 limit 1) q;
  update jobs.queue q set attempt = 0, crashes = 0, locked_until = clock_timestamp() + p_lease_ms * interval '1 ms' where q.id = any (v_ids);
  if v_held is null then return '{}'; end if;
  perform 1 from jobs.run where id = any (v_runs) order by id for no key update;
  with s as materialized (
    select i.run, s.id, s.name, s.value, i.at, s.n from json_to_recordset(p_items) i(run text, at integer, steps json),
        lateral rows from (json_to_recordset(i.steps) as (id text, name text, value text)) with ordinality s(id, name, value, n)
     where i.at = any (v_held)),
  stored as (
    insert into jobs.step as k (run, id, op, name, status, value, ended_at)
      select distinct on (s.run, s.id) s.run, s.id, 'StepRun', s.name, 'completed', s.value::json, clock_timestamp() from s order by s.run, s.id
      on conflict (run, id) do update set status = 'completed', value = excluded.value, ended_at = excluded.ended_at where k.status in ('planned', 'retrying')
      returning run, id)
  update jobs.run r set stack = r.stack || d.ids
    from (select s.run, array_agg(s.id order by s.at, s.n) ids from s join stored on stored.run = s.run and stored.id = s.id group by s.run) d where r.id = d.run and r.id = any (v_runs);
  return v_held;
end $$;

-- answers of the app. Each counts only if its claim is still held; then the claim is gone and what the answer says is done,
-- in one transaction. Answers which hold, and -1 among them when something was queued for others: an invoked run ended, or
-- somebody waits for the end of runs.
create or replace function jobs.apply(p_answers json, p_tell_finished boolean) returns integer[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_held integer[]; v_ids bigint[]; v_runs text[]; v_gates text[]; v_done text[]; v_told boolean := false; a record; r jobs.run;
begin
  select array_agg(i.id) into v_ids from json_to_recordset(p_answers) i(id bigint);
  perform 1 from jobs.queue q where q.id = any (v_ids) and q.state = 2 order by q.id for update;
  select array_agg(i.at), array_agg(i.id) into v_held, v_ids from json_to_recordset(p_answers) i(at integer, id bigint, lock text)
    cross join lateral (select 1 from jobs.queue q where q.id = i.id and q.lock = i.lock and q.state = 2 limit 1) q;
  with gone as (delete from jobs.queue q where q.id = any (v_ids) returning q.run, q.gates)
  select array_agg(g.run), (select array_agg(x) from gone, unnest(gone.gates) x) into v_runs, v_gates from gone g;
  if v_held is null then return '{}'; end if;
  perform 1 from jobs.run where id = any (v_runs) order by id for no key update;
  -- most answers: the function has returned
  if not p_tell_finished and not exists (select 1 from jobs.wait where event = 'inngest/function.finished') then
    with done as (
      update jobs.run k set status = 'completed', output = i.output::json, ended_at = clock_timestamp(), version = greatest(k.version, i.version)
        from json_to_recordset(p_answers) i(at integer, run text, status text, version smallint, output text, ops json)
        where i.at = any (v_held) and k.id = i.run and k.id = any (v_runs) and i.status = 'completed' and i.ops is null and k.status in ('queued', 'running') returning k.id, k.parent_run)
    select array_agg(id), coalesce(bool_or(parent_run is not null), false) into v_done, v_told from done;
    if v_done is not null then perform jobs.clear_runs(v_done); end if;
  end if;
  for a in select i.* from json_to_recordset(p_answers) i(at integer, run text, step text, attempt integer, status text, version smallint, output text, error text, ops json, failed_step text, failure text, delay_ms float8)
            where i.at = any (v_held) and i.run <> all (coalesce(v_done, '{}')) order by i.run, i.at loop
    select * into r from jobs.run where id = a.run and status in ('queued', 'running');
    continue when not found;
    if r.version < 0 and a.version >= 0 then
      update jobs.run set version = a.version where id = a.run;
      r.version := a.version;
    end if;
    if a.failure is not null then
      insert into jobs.failure (fn, run, step, attempt, final, error)
        values (r.fn, r.id, a.failed_step, a.attempt, a.status is not distinct from 'failed', a.failure::json);
    end if;
    if a.ops is not null then perform jobs.apply_ops(r.id, a.ops); end if;
    if a.status is not null then
      perform jobs.end_run(a.run, a.status, a.output::json, a.error::json, p_tell_finished);
      v_told := true;
      continue;
    end if;
    select * into r from jobs.run where id = a.run;
    if a.delay_ms is not null then perform jobs.push_call(r, a.step, a.attempt + 1, a.delay_ms * interval '1 ms'); end if;
    if r.again then
      update jobs.run set again = false where id = a.run;
      if a.step = 'step' and a.delay_ms is null then perform jobs.push_call(r, 'step', 0, interval '0'); end if;
    end if;
  end loop;
  perform jobs.release(v_gates);
  return case when v_told then v_held || -1 else v_held end;
end $$;

-- the operations of one answer: first what is planned, so that siblings are counted, then what has ended
create or replace function jobs.apply_ops(p_run text, p_ops json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare o record; r jobs.run; v_new integer := 0; v_due timestamptz;
begin
  select * into r from jobs.run where id = p_run;
  if (select count(*) from json_array_elements(p_ops) x where x->>'does' in ('call', 'sleep', 'wait', 'invoke')) > 1 and not r.force_plan then
    update jobs.run set force_plan = true where id = p_run;
    r.force_plan := true;
  end if;
  for o in select x.* from json_to_recordset(p_ops) x(does text, id text, op text, name text, error text, race boolean, ms float8, waits json, start json, timeout json, attempt integer) loop
    if o.does in ('call', 'sleep', 'wait', 'invoke') then
      insert into jobs.step (run, id, op, name, pending, race) values (p_run, o.id, o.op, coalesce(o.name, ''), true, coalesce(o.race, false)) on conflict (run, id) do nothing;
      continue when not found;
      v_new := v_new + 1;
      update jobs.run set pending = pending + 1 where id = p_run;
      if o.does = 'call' then
        perform jobs.push_call(r, o.id, 0, interval '0');
      elsif o.ms is not null then
        v_due := clock_timestamp() + o.ms * interval '1 ms';
        insert into jobs.queue (kind, run, step, state, due, data)
          values (case when o.does = 'sleep' then 'sleep' else 'timeout' end, p_run, o.id, 0, v_due, o.timeout);
      end if;
      if o.does = 'wait' then perform jobs.add_waits(p_run, o.waits); end if;
      if o.does = 'invoke' then
        if o.start is null then
          insert into jobs.queue (kind, run, step, state, attempt, data) values ('settle', p_run, o.id, 0, 1, o.error::json);
        else
          insert into jobs.event (id, name, body) select e.id, e.name, e.body::json from json_to_record(o.start->'event') e(id text, name text, body text);
          if jobs.start_run(o.start->'start', array[o.start->'event'->>'id']) is null then
            insert into jobs.queue (kind, run, step, state, attempt, data) values ('settle', p_run, o.id, 0, 1,
              json_build_object('name', 'Error', 'message', 'The invoked function did not start: a limit of its own refused the run.'));
          end if;
        end if;
      end if;
    elsif o.does in ('done', 'failed') then
      insert into jobs.step (run, id, op, name) values (p_run, o.id, o.op, coalesce(o.name, '')) on conflict (run, id) do nothing;
    elsif o.does = 'retry' then
      insert into jobs.step as s (run, id, op, name, status, attempts) values (p_run, o.id, o.op, coalesce(o.name, ''), 'retrying', o.attempt + 1)
        on conflict (run, id) do update set attempts = o.attempt + 1, status = 'retrying' where s.status in ('planned', 'retrying');
    end if;
  end loop;
  for o in select x.* from json_to_recordset(p_ops) x(does text, id text, value text, error text) loop
    if o.does in ('done', 'failed') then perform jobs.settle(p_run, o.id, o.value::json, o.error::json);
    elsif o.does = 'again' then
      select * into r from jobs.run where id = p_run;
      perform jobs.push_call(r, 'step', 0, interval '0');
    end if;
  end loop;
end $$;

-- what events wait for: candidates, each with the event of its run. An event wakes only those who were waiting when it came
create or replace function jobs.find_waits(p_events json) returns table (event text, wait bigint, keyed boolean, expression text, body json)
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select x.event, w.id, w.key is not null, w.expression, case when w.key is null then w.own end
    from json_to_recordset(p_events) x(event text, name text, key text)
    cross join lateral (select y.received_at from jobs.event y where y.id = x.event limit 1) e
    cross join lateral (
      select k.* from jobs.wait k where x.key is not null and k.event = x.name and k.key = x.key
      union all select k.* from jobs.wait k where x.key is null and k.event = x.name and k.key is null offset 0) k
    cross join lateral (
      select k.id, k.key, k.expression, y.body as own from jobs.run r cross join lateral (select z.body from jobs.event z where z.id = r.event limit 1) y
       where r.id = k.run limit 1) w
   where k.created_at <= e.received_at and coalesce(k.expires_at, 'infinity') > e.received_at
$$;

-- events found what they wake: waits that match are settled with them, runs that they cancel end, functions that they trigger
-- start. Each counts only while its claim is held.
create or replace function jobs.deliver(p_items json, p_tell_finished boolean) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare i record; w record; s json; v_body json; v_count integer := 0; v_waits bigint[]; v_runs text[];
begin
  select array_agg(u) into v_waits from json_to_recordset(p_items) x(waits bigint[]), unnest(x.waits) u;
  select array_agg(run) into v_runs from jobs.wait where id = any (v_waits);
  perform 1 from jobs.run where id = any (v_runs) order by id for no key update;
  for i in select x.* from json_to_recordset(p_items) x(id bigint, lock text, event text, waits bigint[], starts json) loop
    delete from jobs.queue where id = i.id and lock = i.lock and state = 2;
    continue when not found;
    v_count := v_count + 1;
    if cardinality(i.waits) > 0 then
      select body into v_body from jobs.event where id = i.event;
      for w in delete from jobs.wait where id = any (i.waits) returning kind, run, step loop
        if w.kind = 'cancel' then
          perform jobs.end_run(w.run, 'cancelled', null, json_build_object('name', 'Error', 'message', 'An event cancelled the run.', 'event', i.event), p_tell_finished);
        else
          perform jobs.drop_timer(w.run, w.step);
          perform jobs.settle(w.run, w.step, v_body, null);
        end if;
      end loop;
    end if;
    for s in select x from json_array_elements(i.starts) x loop
      if s->'events' is null then perform jobs.start_special(s);
      else perform jobs.start_run(s, array(select json_array_elements_text(s->'events'))); end if;
    end loop;
  end loop;
  return v_count;
end $$;

-- somebody asks to cancel a run, or to run its events once more
create or replace function jobs.cancel_run(p_run text, p_tell_finished boolean) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  return jobs.end_run(p_run, 'cancelled', null, json_build_object('name', 'Error', 'message', 'Somebody cancelled the run.'), p_tell_finished);
end $$;

drop function if exists jobs.store_functions(json, json);

-- What a process serves, said when it starts and again every minute; only what is new to it overwrites what another version said.
-- A cron that is known keeps its next time. Processes of two versions may be at work, so nobody takes away what another serves: what no
-- process has said for five minutes is marked as gone, and a cron that stays so for a day goes. The day counts from the mark, so that
-- an outage of all takes nothing from whoever comes back last. Answers how many waiting calls can be made now: their function is back.
create or replace function jobs.register_functions(p_functions json, p_crons json, p_is_new boolean) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_now timestamptz := clock_timestamp(); v_back text[]; v_count integer := 0;
begin
  select array_agg(k.id) into v_back from json_to_recordset(p_functions) f(id text) join jobs.fn k on k.id = f.id where k.gone_at is not null;
  insert into jobs.fn as k (id, name, config, digest)
    select f.id, f.name, f.config, f.digest from json_to_recordset(p_functions) f(id text, name text, config json, digest text) order by f.id
    on conflict (id) do update set seen_at = v_now, gone_at = null,
      name = case when p_is_new or k.gone_at is not null then excluded.name else k.name end,
      config = case when p_is_new or k.gone_at is not null then excluded.config else k.config end,
      digest = case when p_is_new or k.gone_at is not null then excluded.digest else k.digest end;
  insert into jobs.cron as k (fn, expression, jitter, next_at)
    select distinct on (c.fn, c.expression) c.fn, c.expression, c.jitter, c.next from json_to_recordset(p_crons) c(fn text, expression text, jitter text, next timestamptz)
     order by c.fn, c.expression
    on conflict (fn, expression) do update set seen_at = v_now, gone_at = null,
      jitter = case when p_is_new or k.gone_at is not null then excluded.jitter else k.jitter end;
  update jobs.fn set gone_at = v_now where id in (
    select k.id from jobs.fn k where k.gone_at is null and k.seen_at < v_now - interval '5 minutes' order by k.id for update skip locked);
  update jobs.cron set gone_at = v_now where (fn, expression) in (
    select k.fn, k.expression from jobs.cron k where k.gone_at is null and k.seen_at < v_now - interval '5 minutes' for update skip locked);
  delete from jobs.cron where (fn, expression) in (
    select k.fn, k.expression from jobs.cron k where k.gone_at < v_now - interval '1 day' for update skip locked);
  if v_back is not null then
    update jobs.queue set due = v_now where id in (
      select q.id from jobs.queue q where q.state = 0 and q.kind = 'call' and q.data is not null and q.fn = any (v_back) for update skip locked);
    get diagnostics v_count = row_count;
  end if;
  return v_count;
end $$;

-- moves these rows of the outbox in, with what they start. One relay at a time, and never past a row that came before them:
-- then nothing is moved, and the caller looks anew.
create or replace function jobs.take_outbox(p_seqs bigint[], p_events json, p_starts json, p_lease_ms integer) returns json
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_gone integer;
begin
  perform pg_advisory_xact_lock(724106003);
  if exists (select 1 from jobs.outbox where seq < p_seqs[cardinality(p_seqs)] and seq <> all (p_seqs)) then return null; end if;
  delete from jobs.outbox where seq = any (p_seqs);
  get diagnostics v_gone = row_count;
  -- another relay took some of them meanwhile
  if v_gone < cardinality(p_seqs) then raise exception 'the outbox has another relay' using errcode = '40001'; end if;
  return jobs.accept(p_events, p_starts, p_lease_ms);
end $$;
