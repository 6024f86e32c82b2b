-- The figures of a company's days, counted anew from its messages: yesterday and today, and further back when nobody counted.
create or replace function app.roll_up_usage(p_workspace uuid) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_zone text; v_today date; v_from date; v_since timestamptz; v_first uuid; v_changed integer;
begin
  -- whoever counts at the same time waits, and then finds the same
  perform pg_advisory_xact_lock(hashtextextended('usage|' || p_workspace::text, 0));
  select w.time_zone into v_zone from app.workspace w where w.id = p_workspace;
  begin
    v_today := (clock_timestamp() at time zone v_zone)::date;
  exception when invalid_parameter_value then
    -- a person may write a zone that no clock knows
    v_zone := 'UTC';
    v_today := (clock_timestamp() at time zone v_zone)::date;
  end;
  select least(v_today - 1, greatest(coalesce(max(u.day), v_today - 31), v_today - 31)) into v_from
    from app.usage_day u where u.workspace_id = p_workspace;
  v_since := v_from::timestamp at time zone v_zone;
  -- ids begin with the moment of storing, which is after the moment of writing but for the error of a clock
  v_first := (encode(substring(int8send((extract(epoch from v_since - interval '1 day') * 1000)::bigint) from 3), 'hex') || '70008000000000000000')::uuid;
  with counted as (
    select (m.occurred_at at time zone v_zone)::date as day,
        count(*) filter (where m.direction = 'in') as messages_in,
        count(*) filter (where m.direction = 'out' and m.status >= 3) as messages_out,
        count(distinct m.conversation_id) as conversations_active,
        count(distinct v.contact_id) filter (where m.direction = 'in') as contacts_active
      from app.message m join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
     where m.workspace_id = p_workspace and m.id >= v_first and m.occurred_at >= v_since
       and (m.occurred_at at time zone v_zone)::date <= v_today
     group by 1),
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
    returning 1)
  select (select count(*) from emptied) + (select count(*) from written) into v_changed;
  -- for whoever looks at many companies at once; how many contacts there are is too much to count each time
  update app.workspace w set contact_count = c.n from (select count(*)::integer n from app.contact x where x.workspace_id = p_workspace) c
   where w.id = p_workspace and w.contact_count <> c.n;
  return v_changed;
end $$;
