-- What is used of what plans limit. Each thing that is counted writes an entry beside it by its trigger, however it came; sums of entries are what is
-- used, so that what comes in waits for nobody. Only an act that a plan may refuse takes a lock: one for each account and limit, held to its end, and
-- taken before the rows that it changes.

create or replace function guard.note_contacts_made() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount)
    select m.workspace_id, 'contacts', date '2000-01-01', count(*) from made m where m.kind <> 'group' and m.deleted_at is null group by 1;
  return null;
end $$;

create or replace function guard.note_contacts_gone() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount)
    select g.workspace_id, 'contacts', date '2000-01-01', -count(*) from gone g where g.kind <> 'group' and g.deleted_at is null group by 1;
  return null;
end $$;

create or replace function guard.note_contact_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount)
    values (new.workspace_id, 'contacts', date '2000-01-01', case when new.kind <> 'group' and new.deleted_at is null then 1 else -1 end);
  return null;
end $$;

create or replace function guard.note_numbers_made() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount) select m.workspace_id, 'numbers', date '2000-01-01', count(*) from made m group by 1;
  return null;
end $$;

create or replace function guard.note_numbers_gone() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount) select g.workspace_id, 'numbers', date '2000-01-01', -count(*) from gone g group by 1;
  return null;
end $$;

-- The day on which the month of an account began that p_now is in, where it is: the day of p_since, or the last one of a month that has no such day.
create or replace function guard.month_of_account(p_since timestamptz, p_zone text, p_now timestamptz) returns date
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_day integer := extract(day from p_since at time zone p_zone); v_today date := (p_now at time zone p_zone)::date; v_month date := date_trunc('month', v_today)::date;
begin
  for back in 0 .. 1 loop
    if least(v_month + (v_day - 1), (v_month + interval '1 month')::date - 1) <= v_today then exit; end if;
    v_month := (v_month - interval '1 month')::date;
  end loop;
  return least(v_month + (v_day - 1), (v_month + interval '1 month')::date - 1);
end $$;

-- The month of an account at this moment: its day is the one on which it pays, or was opened; its clock the one of its first workspace.
create or replace function guard.month_now(p_account uuid) returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_since timestamptz; v_zone text;
begin
  select coalesce((select b.anchor from guard.billing_account b where b.account_id = p_account), a.created_at) into v_since from app.account a where a.id = p_account;
  select w.time_zone into v_zone from app.workspace w where w.account_id = p_account order by w.created_at, w.id limit 1;
  return guard.month_of_account(v_since, app.known_zone(v_zone), guard.clock());
end $$;

create or replace function guard.note_message_sent() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.use_entry (workspace_id, name, period, amount)
    select new.workspace_id, 'messages', guard.month_now(w.account_id), 1 from app.workspace w where w.id = new.workspace_id;
  return null;
end $$;

-- What an account uses at this moment, and of how many entries that is the sum. A month counts what was sent in it wherever that is by now; a clock that
-- was set otherwise moves its beginning by a day, and the months beside it begin far from there.
create or replace function guard.use_of(p_account uuid, p_name text, out used bigint, out entries integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_month date;
begin
  if p_name <> 'messages' then
    select coalesce(sum(e.amount), 0), count(*) into used, entries from app.workspace w join guard.use_entry e on e.workspace_id = w.id and e.name = p_name
     where w.account_id = p_account and w.deleted_at is null;
    return;
  end if;
  v_month := guard.month_now(p_account);
  select coalesce(sum(e.amount), 0), count(*) into used, entries from app.workspace w join guard.use_entry e on e.workspace_id = w.id and e.name = p_name
      and e.period between v_month - 3 and v_month + 3 where w.account_id = p_account;
end $$;

create or replace function guard.used_by(p_account uuid, p_name text) returns bigint
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select u.used from guard.use_of(p_account, p_name) u $$;

-- Makes one entry of the many that a workspace has of something in a month; answers how many there were. What somebody else is putting together stays.
create or replace function guard.fold_entries(p_workspace uuid, p_name text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  with held as materialized (
    select e.period, e.id from guard.use_entry e where e.workspace_id = p_workspace and e.name = p_name for update skip locked),
  gone as (
    delete from guard.use_entry e using held h where e.workspace_id = p_workspace and e.name = p_name and e.period = h.period and e.id = h.id
    returning e.period, e.amount),
  kept as (
    insert into guard.use_entry (workspace_id, name, period, amount) select p_workspace, p_name, g.period, sum(g.amount) from gone g group by g.period)
  select count(*) into n from gone;
  return n;
end $$;

-- The first plan on the way up that has what is asked: room for so many of a limit, or a feature. Null when none has.
create or replace function guard.lift_of(p_next text, p_limit text, p_need bigint, p_feature text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_plan text := p_next; v guard.plan_version;
begin
  for n in 1 .. 20 loop
    exit when v_plan is null;
    select * into v from guard.plan_version x where x.plan = v_plan order by x.version desc limit 1;
    exit when not found;
    if p_feature is not null and v.body -> 'features' ? p_feature
      or p_feature is null and coalesce((v.body -> 'limits' ->> p_limit)::bigint >= p_need, true) then
      return jsonb_build_object('plan', v.plan, 'planName', v.body -> 'name');
    end if;
    v_plan := v.body ->> 'next';
  end loop;
  return '{"plan": null, "planName": null}';
end $$;

-- Whether so many more of something fit into the plan of the account at work: null when they do, else what the refusal says. Where there is a limit, who asks
-- holds its lock to the end, so that of many who ask for the last place one has it. Far from its end whoever adds one holds it together with others.
create or replace function guard.take_room(p_name text, p_adding integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace uuid; v_account uuid; v_plan text; v_version integer; v_limit bigint; v_used bigint; v_next text; v_entries integer;
  v_is_far boolean := false; v_lock bigint;
begin
  -- one after the other by their keys: joined, tables as small as these are not always gone through so
  v_workspace := guard.workspace_id();
  select w.account_id into v_account from app.workspace w where w.id = v_workspace;
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  select a.plan, a.plan_version into v_plan, v_version from app.account a where a.id = v_account;
  select (v.body -> 'limits' ->> p_name)::bigint, v.body ->> 'next' into v_limit, v_next from guard.plan_version v where v.plan = v_plan and v.version = v_version;
  if v_limit is null or p_adding <= 0 then return null; end if;
  v_lock := hashtextextended(v_account::text || '|room|' || p_name, 0);
  if p_adding = 1 then
    select u.used, u.entries into v_used, v_entries from guard.use_of(v_account, p_name) u;
    v_is_far := v_used + 2000 <= v_limit;
  end if;
  if v_is_far then
    -- beside others who add one each; of those who could not be seen there are never a thousand
    perform pg_advisory_xact_lock_shared(v_lock);
    select u.used into v_used from guard.use_of(v_account, p_name) u;
    if v_used + 1000 > v_limit then raise exception 'much was added in this moment' using errcode = '40001'; end if;
  else
    perform pg_advisory_xact_lock(v_lock);
    select u.used, u.entries into v_used, v_entries from guard.use_of(v_account, p_name) u;
  end if;
  -- so that no sum grows long between two rounds of the hourly job
  if v_entries > 100 then perform guard.fold_entries(v_workspace, p_name); end if;
  if v_used + p_adding <= v_limit then return null; end if;
  return jsonb_build_object('name', p_name, 'limit', v_limit, 'used', v_used) || guard.lift_of(v_next, p_name, v_used + p_adding, null);
end $$;

-- Whether what a workspace brings along fits into an account, whose row is locked: null when it does, else what the refusal says.
create or replace function guard.lacks_for(p_account uuid, p_workspace uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_body jsonb; v_name text; v_limit bigint; v_used bigint; v_own bigint;
begin
  select v.body into v_body from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version where a.id = p_account;
  foreach v_name in array array['contacts', 'numbers'] loop
    v_limit := (v_body -> 'limits' ->> v_name)::bigint;
    continue when v_limit is null;
    perform pg_advisory_xact_lock(hashtextextended(p_account::text || '|room|' || v_name, 0));
    v_used := guard.used_by(p_account, v_name);
    v_own := (select coalesce(sum(e.amount), 0) from guard.use_entry e where e.workspace_id = p_workspace and e.name = v_name);
    if v_own > 0 and v_used + v_own > v_limit then
      return jsonb_build_object('name', v_name, 'limit', v_limit, 'used', v_used) || guard.lift_of(v_body ->> 'next', v_name, v_used + v_own, null);
    end if;
  end loop;
  return null;
end $$;

-- what the account at work has of something, and how much of it is used; null is without end
create or replace function guard.room_of(p_name text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object('limit', (v.body -> 'limits' ->> p_name)::bigint, 'used', guard.used_by(a.id, p_name))
    from app.workspace w join app.account a on a.id = w.account_id join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where w.id = guard.workspace_id());
end $$;

-- Holds the lock of a limit for whoever cannot say yet how many it will be.
create or replace function guard.hold_room(p_name text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(w.account_id::text || '|room|' || p_name, 0)) from app.workspace w where w.id = guard.workspace_id();
end $$;

-- null where the plan of the account at work has a feature, else what the refusal says
create or replace function guard.lacks_feature(p_feature text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_body jsonb;
begin
  select v.body into v_body from app.workspace w join app.account a on a.id = w.account_id join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  if v_body -> 'features' ? p_feature then return null; end if;
  return jsonb_build_object('feature', p_feature) || guard.lift_of(v_body ->> 'next', null, null, p_feature);
end $$;

-- Makes one entry of many, of the workspace at work, for whoever comes by each hour; answers how many there were.
create or replace function guard.fold_use() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not guard.is_system() then raise exception 'not from here' using errcode = '42501'; end if;
  return (select coalesce(sum(guard.fold_entries(guard.workspace_id(), c.name)), 0)
    from (select e.name from guard.use_entry e where e.workspace_id = guard.workspace_id() group by 1 having count(*) > 20) c);
end $$;
