-- The figures of a company's days, counted from its messages. They can be thrown away and counted again.

-- the zone itself when a clock knows it; a person may write one that none does
create or replace function app.known_zone(p_zone text) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  perform now() at time zone p_zone;
  return p_zone;
exception when invalid_parameter_value then return 'UTC';
end $$;

-- The first id that something stored at an instant could have: ids begin with the moment of storing.
create or replace function app.first_id(p_at timestamptz) returns uuid
language sql immutable set search_path = pg_catalog, pg_temp
return (encode(substring(int8send((extract(epoch from p_at) * 1000)::bigint) from 3), 'hex') || '70008000000000000000')::uuid;

-- When conversations began, who wrote first and when the first answer went out: of those stored since p_since, and of those that still wait for
-- one and had a message since then. What a phone remembers from before it was connected began nobody knows when, and is left out.
create or replace function app.starts_since(p_workspace uuid, p_since timestamptz)
returns table (conversation_id uuid, began_at timestamptz, asked_at timestamptz, answered_at timestamptz)
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select v.id, b.occurred_at, case b.direction when 'in' then b.occurred_at end, case b.direction when 'in' then a.occurred_at end
    from (
      select x.id from app.conversation x where x.workspace_id = p_workspace and x.id >= app.first_id(p_since)
      union
      select s.conversation_id from app.conversation_start s join app.conversation x on x.workspace_id = s.workspace_id and x.id = s.conversation_id
       where s.workspace_id = p_workspace and s.began_at >= p_since - interval '70 days' and s.asked_at is not null and s.answered_at is null
         and x.last_message_at >= p_since - interval '1 hour') v
    cross join lateral (
      select m.occurred_at, m.created_at, m.direction from app.message m where m.workspace_id = p_workspace and m.conversation_id = v.id order by m.seq limit 1) b
    left join lateral (
      select m.occurred_at from app.message m where m.workspace_id = p_workspace and m.conversation_id = v.id and m.direction = 'out' and m.status >= 3
       order by m.seq limit 1) a on true
   where b.created_at < b.occurred_at + interval '1 day'
$$;

-- an argument keeps its name for as long as the function lives
drop function if exists app.roll_up_usage(uuid);

-- Counts a company's days anew: yesterday and today, and further back when nobody counted. Answers how many figures changed.
create or replace function app.roll_up_usage(p_workspace uuid, p_now timestamptz default clock_timestamp()) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text; v_counted timestamptz; v_today date; v_from date; v_since timestamptz; v_until timestamptz; v_changed integer; v_persons integer;
  v_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
  -- whoever counts at the same time waits, and then finds the same
  perform pg_advisory_xact_lock(hashtextextended('usage|' || p_workspace::text, 0));
  select app.known_zone(w.time_zone), w.counted_at into v_zone, v_counted from app.workspace w where w.id = p_workspace;
  v_today := (p_now at time zone v_zone)::date;
  select least(v_today - 1, greatest(coalesce(max(u.day), v_today - 31), v_today - 31)) into v_from
    from app.usage_day u where u.workspace_id = p_workspace;
  -- the first time this month and the last one are wanted whole
  if v_counted is null then v_from := v_today - 62; end if;
  v_since := v_from::timestamp at time zone v_zone;
  -- What is being stored in this moment may have an id that is older than what is there already. No transaction that stores messages lasts so
  -- long, so that what is older than this is all there; what is younger is added by whoever reads.
  v_until := p_now - interval '1 minute';
  with seen as materialized (
    select (m.occurred_at at time zone v_zone)::date as day, m.direction, m.status, m.conversation_id, v.contact_id, coalesce(v.assignee_id, v_nobody) as person_id,
        m.id < app.first_id(v_until) as is_settled
      from app.message m join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
     -- ids follow the moment of storing, which is after the moment of writing but for the error of a clock
     where m.workspace_id = p_workspace and m.id >= app.first_id(v_since - interval '1 day') and m.occurred_at >= v_since
       and (m.occurred_at at time zone v_zone)::date <= v_today),
  counted as (
    select s.day,
        count(*) filter (where s.direction = 'in') as messages_in,
        count(*) filter (where s.direction = 'out' and s.status >= 3) as messages_out,
        count(distinct s.conversation_id) as conversations_active,
        count(distinct s.contact_id) filter (where s.direction = 'in') as contacts_active
      from seen s group by 1),
  figures as (
    select c.day, x.metric, x.amount from counted c,
      lateral (values ('messages_in', c.messages_in), ('messages_out', c.messages_out),
        ('conversations_active', c.conversations_active), ('contacts_active', c.contacts_active)) x(metric, amount)
     where x.amount > 0),
  emptied as (
    update app.usage_day u set amount = 0 where u.workspace_id = p_workspace and u.day >= v_from and u.amount <> 0
       and not exists (select 1 from figures f where f.day = u.day and f.metric = u.metric)
    returning 1),
  written as (
    insert into app.usage_day as u (workspace_id, day, metric, amount) select p_workspace, f.day, f.metric, f.amount from figures f
      on conflict (workspace_id, day, metric) do update set amount = excluded.amount where u.amount <> excluded.amount
    returning 1),
  persons as (
    select s.day, s.person_id, case s.direction when 'in' then 'messages_in' else 'messages_out' end as metric, count(*) as amount
      from seen s where s.is_settled and (s.direction = 'in' or s.status >= 3) group by 1, 2, 3),
  persons_emptied as (
    update app.usage_person_day u set amount = 0 where u.workspace_id = p_workspace and u.day >= v_from and u.amount <> 0
       and not exists (select 1 from persons f where f.day = u.day and f.person_id = u.person_id and f.metric = u.metric)
    returning 1),
  persons_written as (
    insert into app.usage_person_day as u (workspace_id, day, person_id, metric, amount) select p_workspace, f.day, f.person_id, f.metric, f.amount from persons f
      on conflict (workspace_id, day, person_id, metric) do update set amount = excluded.amount where u.amount <> excluded.amount
    returning 1)
  select (select count(*) from emptied) + (select count(*) from written), (select count(*) from persons_emptied) + (select count(*) from persons_written)
    into v_changed, v_persons;
  insert into app.conversation_start as s (workspace_id, conversation_id, began_at, asked_at, answered_at)
    select p_workspace, x.conversation_id, x.began_at, x.asked_at, x.answered_at from app.starts_since(p_workspace, v_since) x
    on conflict (workspace_id, conversation_id) do update set began_at = excluded.began_at, asked_at = excluded.asked_at, answered_at = excluded.answered_at
     where (s.began_at, s.asked_at, s.answered_at) is distinct from (excluded.began_at, excluded.asked_at, excluded.answered_at);
  -- for whoever looks at many companies at once; how many contacts there are is too much to count each time
  update app.workspace w set contact_count = c.n, counted_at = v_until
    from (select count(*)::integer n from app.contact x where x.workspace_id = p_workspace) c where w.id = p_workspace;
  return v_changed;
end $$;

-- ───────────── the page that a workspace begins with ─────────────
-- This month and the last one up to the same day, for whoever asks: row security says which conversations count for them. Days end with today and
-- begin with the last month. Figures of messages are those counted by day and by whoever had the conversation then, and what was stored since, so
-- that what is read grows with days and people, not with messages.
create or replace function app.read_months(p_workspace uuid, p_now timestamptz) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare
  v_zone text; v_counted timestamptz; v_today date; v_month date; v_last date; v_same date; v_days jsonb; v_starts jsonb;
  -- said beside row security, so that others' days are passed by in the index and not asked about one by one
  v_whose uuid[] := case when guard.reach() is not null then array[guard.person_id(), '00000000-0000-0000-0000-000000000000'] end;
begin
  -- where nobody counted for long, what is read must not grow either
  select app.known_zone(w.time_zone), greatest(coalesce(w.counted_at, w.created_at), p_now - interval '2 days') into v_zone, v_counted
    from app.workspace w where w.id = p_workspace;
  v_today := (p_now at time zone v_zone)::date;
  v_month := date_trunc('month', v_today)::date;
  v_last := (v_month - interval '1 month')::date;
  -- a shorter month ends before the same day comes
  v_same := least(v_last + (v_today - v_month), v_month - 1);
  with amounts as (
    select u.day, u.metric, u.amount from app.usage_person_day u where u.workspace_id = p_workspace and u.day between v_last and v_today
       and (v_whose is null or u.person_id = any (v_whose))
    union all
    select (m.occurred_at at time zone v_zone)::date, case m.direction when 'in' then 'messages_in' else 'messages_out' end, 1
      from app.message m where m.workspace_id = p_workspace and m.id >= app.first_id(v_counted) and (m.direction = 'in' or m.status >= 3)
       and m.occurred_at >= ((v_counted at time zone v_zone)::date - 1)::timestamp at time zone v_zone),
  days as (
    select d::date as day, coalesce(sum(a.amount) filter (where a.metric = 'messages_in'), 0) as came, coalesce(sum(a.amount) filter (where a.metric = 'messages_out'), 0) as went
      from generate_series(v_last::timestamp, v_today::timestamp, interval '1 day') d left join amounts a on a.day = d::date group by 1)
  select jsonb_agg(jsonb_build_object('day', d.day, 'in', d.came, 'out', d.went) order by d.day) into v_days from days d;
  with fresh as materialized (select * from app.starts_since(p_workspace, v_counted - interval '1 minute')),
  starts as (
    select f.* from fresh f
    union all
    select s.conversation_id, s.began_at, s.asked_at, s.answered_at from app.conversation_start s
     where s.workspace_id = p_workspace and s.began_at >= v_last::timestamp at time zone v_zone and s.conversation_id not in (select f.conversation_id from fresh f)),
  placed as (
    select s.*, (s.began_at at time zone v_zone)::date as day from starts s),
  months as (
    select p.day >= v_month as is_this, count(*) as begun, count(p.asked_at) as asked, count(p.answered_at) as answered,
        percentile_cont(0.5) within group (order by extract(epoch from p.answered_at - p.asked_at)) filter (where p.answered_at is not null) as seconds
      from placed p where p.day between v_last and v_same or p.day between v_month and v_today group by 1)
  select jsonb_object_agg(case when m.is_this then 'this' else 'last' end,
      jsonb_build_object('begun', m.begun, 'asked', m.asked, 'answered', m.answered, 'seconds', round(m.seconds::numeric))) into v_starts from months m;
  return jsonb_build_object('today', v_today, 'month', v_month, 'last', v_last, 'same', v_same, 'days', v_days, 'starts', coalesce(v_starts, '{}'));
end $$;
