-- What Recado's own people see of the background work. Each function enters by the staff's door first and lends the owner's right
-- to read what no runtime role may. What is json leaves as text: nothing is parsed on the way, so nothing can fail over its content.

-- the smallest id of what arrived at or after an instant: ids are ULIDs, whose first ten signs are milliseconds
create or replace function jobs.ulid_floor(p_at timestamptz) returns text
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((t.ms >> (5 * (9 - i))) & 31)::integer + 1, 1), '' order by i) || repeat('0', 16)
    from (select floor(extract(epoch from p_at) * 1000)::bigint ms) t, generate_series(0, 9) i
$$;

drop function if exists jobs.console_functions(bytea, uuid), jobs.console_queue(bytea, uuid);

create or replace function jobs.console_functions(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_staff(p_pass, p_person);
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'config', f.config::text, 'goneAt', f.gone_at,
        'crons', (select coalesce(jsonb_agg(jsonb_build_object('expression', c.expression, 'nextAt', c.next_at) order by c.next_at), '[]')
          from jobs.cron c where c.fn = f.id),
        'lastRun', (select jsonb_build_object('id', r.id, 'status', r.status, 'at', coalesce(r.started_at, r.created_at))
          from jobs.run r where r.fn = f.id order by r.id desc limit 1),
        'failures', (select count(*) from jobs.failure x where x.fn = f.id and x.final and x.at > clock_timestamp() - interval '24 hours'))
      order by f.gone_at is not null, f.name)
    from jobs.fn f), '[]');
end $$;

-- how the engine is doing; refusals and failures of a week, ended runs by the hour of a day
create or replace function jobs.console_queue(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_now timestamptz := clock_timestamp(); v_hour timestamptz := date_trunc('hour', v_now) - interval '23 hours';
begin
  perform guard.enter_staff(p_pass, p_person);
  return jsonb_build_object(
    'depth', (select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'waiting', d.waiting, 'later', d.later) order by d.waiting + d.later desc, d.kind), '[]')
      from (select q.kind, count(*) filter (where q.state in (1, 3, 4)) waiting, count(*) filter (where q.state = 0) later
        from jobs.queue q where q.state <> 2 group by q.kind) d),
    'oldestWaitingSeconds', (select floor(extract(epoch from v_now - min(greatest(q.due, q.created_at)))) from jobs.queue q
      where q.state in (1, 4) and q.due <= v_now),
    'blocked', (select count(*) from jobs.queue q where q.state = 3),
    'calling', (select count(*) from jobs.queue q where q.state = 2),
    'live', (select count(*) from jobs.run r where r.status in ('queued', 'running')),
    'outbox', (select jsonb_build_object('count', count(*), 'lagSeconds', coalesce(floor(extract(epoch from v_now - min(o.emitted_at))), 0),
      'setAside', (select count(*) from jobs.dead_letter)) from jobs.outbox o),
    'failures', (select coalesce(jsonb_agg(jsonb_build_object('functionId', w.fn, 'day', w.day, 'week', w.week) order by w.day desc, w.week desc, w.fn), '[]')
      from (select x.fn, count(*) week, count(*) filter (where x.at > v_now - interval '24 hours') "day" from jobs.failure x
        where x.final and x.at > v_now - interval '7 days' group by x.fn) w),
    'refused', (select coalesce(jsonb_agg(jsonb_build_object('reason', w.reason, 'count', w.sum) order by w.sum desc, w.reason), '[]')
      from (select x.reason, sum(x.count) from jobs.refusal x where x.day > (v_now - interval '7 days')::date group by x.reason) w),
    'hours', (select jsonb_agg(jsonb_build_object('at', h.at, 'completed', coalesce(w.completed, 0), 'failed', coalesce(w.failed, 0)) order by h.at)
      from generate_series(v_hour, v_now, interval '1 hour') h(at)
      left join (select date_trunc('hour', r.ended_at) as at, count(*) filter (where r.status = 'completed') completed,
            count(*) filter (where r.status = 'failed') failed
          from jobs.run r where r.id >= jobs.ulid_floor(v_hour - interval '24 hours') and r.ended_at >= v_hour group by 1) w on w.at = h.at));
end $$;

-- the executor tells of what it refused, now and then and in bulk; {reason: how many}
create or replace function jobs.count_refusals(p_counts jsonb) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  insert into jobs.refusal as x (reason, day, count)
  select c.key, (clock_timestamp() at time zone 'UTC')::date, c.value::bigint from jsonb_each_text(p_counts) c where c.value::bigint > 0
  on conflict (reason, day) do update set count = x.count + excluded.count
$$;
