-- Limits that calls pass: concurrency (how many are inside) and throttle (when the next may start). All changes of a gate
-- happen under one advisory lock that a transaction takes last, so that gates need no order of their own; who waits at a
-- gate is touched with SKIP LOCKED only. A call that no limit concerns never comes here.

create or replace function jobs.ulid() returns text
language sql volatile set search_path = pg_catalog, pg_temp as $$
  with t as (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint ms, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) r)
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',
      1 + case when i < 10 then ((t.ms >> (45 - 5 * i)) & 31)::int else get_byte(t.r, case when i < 16 then i - 10 else i end) & 31 end, 1), '' order by i)
    from t, generate_series(0, 25) i
$$;

-- makes the gates of calls that are about to wait at them, and follows a changed limit
create or replace function jobs.open_gates(p_gates json) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into jobs.gate (key, allowed, every)
    select distinct on (g.key) g.key, g.allowed, g.every_ms * interval '1 ms'
      from json_to_recordset(p_gates) g(key text, allowed integer, every_ms float8) order by g.key
    on conflict (key) do nothing;
  if exists (select 1 from json_to_recordset(p_gates) g(key text, allowed integer, every_ms float8) join jobs.gate k on k.key = g.key
              where k.allowed <> g.allowed or k.every is distinct from g.every_ms * interval '1 ms' or k.touched_at < clock_timestamp() - interval '10 minutes') then
    perform pg_advisory_xact_lock(724106002);
    update jobs.gate k set allowed = g.allowed, every = g.every_ms * interval '1 ms', touched_at = clock_timestamp()
      from (select distinct on (x.key) x.* from json_to_recordset(p_gates) x(key text, allowed integer, every_ms float8) order by x.key) g where k.key = g.key;
  end if;
end $$;

-- lets in whoever waits at these gates and finds room at all of their own
create or replace function jobs.admit(p_keys text[]) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_key text; v_blocker text; v_now timestamptz; v_admitted integer := 0;
  g jobs.gate; t jobs.gate; q record;
begin
  perform pg_advisory_xact_lock(724106002);
  v_now := clock_timestamp();
  foreach v_key in array p_keys loop
    for q in select id, gates, throttle from jobs.queue where state = 3 and blocked_on = v_key order by rank, id for update skip locked loop
      select * into g from jobs.gate where key = v_key;
      exit when found and g.every is null and g.inside >= g.allowed;
      v_blocker := null;
      if q.gates is not null then
        select k.key into v_blocker from jobs.gate k where k.key = any (q.gates) and k.inside >= k.allowed limit 1;
      end if;
      if v_blocker is null and q.throttle is not null then
        select * into t from jobs.gate where key = q.throttle;
        if found and t.full_at is not null and t.full_at > v_now + (t.allowed - 1) * t.every then
          v_blocker := q.throttle;
          update jobs.gate set next_at = t.full_at - (t.allowed - 1) * t.every where key = q.throttle;
        end if;
      end if;
      if v_blocker is not null then
        if v_blocker <> v_key then update jobs.queue set blocked_on = v_blocker where id = q.id; continue; end if;
        exit;
      end if;
      if q.gates is not null then update jobs.gate set inside = inside + 1 where key = any (q.gates); end if;
      if q.throttle is not null then
        update jobs.gate set full_at = greatest(full_at, v_now) + every where key = q.throttle;
      end if;
      update jobs.queue set state = 1, blocked_on = null, throttle = null where id = q.id;
      v_admitted := v_admitted + 1;
    end loop;
  end loop;
  return v_admitted;
end $$;

-- gives back the places of calls that ended, and lets the next in
create or replace function jobs.release(p_gates text[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_gates is null or cardinality(p_gates) = 0 then return; end if;
  perform pg_advisory_xact_lock(724106002);
  update jobs.gate k set inside = greatest(k.inside - g.n, 0)
    from (select x as key, count(*)::integer as n from unnest(p_gates) x group by x) g where k.key = g.key;
  perform jobs.admit((select array_agg(distinct x) from unnest(p_gates) x));
end $$;

-- gates that nobody passes any more
create or replace function jobs.purge_gates() returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_gone integer;
begin
  perform pg_advisory_xact_lock(724106002);
  delete from jobs.gate k where k.inside = 0 and k.touched_at < clock_timestamp() - interval '1 hour' and coalesce(k.full_at, '-infinity') < clock_timestamp()
    and not exists (select 1 from jobs.queue q where q.state = 3 and q.blocked_on = k.key)
    and not exists (select 1 from jobs.queue q where q.gates @> array[k.key] or q.throttle = k.key);
  get diagnostics v_gone = row_count;
  delete from jobs.meter where full_at < clock_timestamp();
  return v_gone;
end $$;
