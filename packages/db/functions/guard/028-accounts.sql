-- The lock row of a person. Whoever creates or ends sessions, or changes how many may live, takes it first: everything about one person
-- happens in one order, which login_seq numbers.

create or replace function guard.open_account() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.account (person_id) values (new.id) on conflict do nothing;
  return new;
end $$;

-- how many sessions a person may have: the most that any account they belong to allows
create or replace function guard.limit_of(p_person uuid) returns smallint
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(max(least(32, greatest(1, (v.body -> 'sessions' ->> 'perPerson')::integer))), 1)::smallint
    from app.member m join app.workspace w on w.id = m.workspace_id join app.account a on a.id = w.account_id
    join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where m.person_id = p_person and m.blocked_at is null
$$;

-- Ends sessions of one person, whose lock is held; tells whoever listens. The hint is rare, so it may go inside; the row is the truth.
create or replace function guard.end_all(p_ids uuid[], p_reason text, p_by uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_ended uuid[] := '{}'; v_now timestamptz := guard.clock();
begin
  for s in
    -- what ran out ended when its time was over, whoever came to write it down
    update guard.session x set end_reason = p_reason, ended_by = p_by,
        ended_at = case when p_reason in ('idle', 'absolute') then least(x.idle_expires_at, x.abs_expires_at, v_now) else v_now end
     where x.id = any (p_ids) and x.ended_at is null returning *
  loop
    perform guard.note_event(s, p_reason, case when p_by is null then '{}'::jsonb else jsonb_build_object('by', p_by) end);
    if s.kind = 'impersonation' then
      perform guard.note_staff_at(s.person_id, s.actor_id, 'identity/impersonation.ended', jsonb_build_object('personId', s.person_id, 'because', p_reason), null);
    end if;
    v_ended := v_ended || s.id;
  end loop;
  if cardinality(v_ended) > 0 then perform pg_notify('recado_session', array_to_string(v_ended, ',')); end if;
  return cardinality(v_ended);
end $$;

-- Another limit for a person. What is too much ends, never the session that asks for it, and least those that were touched last;
-- what stays moves into the places that are left.
create or replace function guard.set_session_limit(p_person uuid, p_limit integer, p_acting uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v_excess uuid[]; v_ended integer; s record;
begin
  update guard.account a set session_limit = p_limit where a.person_id = p_person;
  if not found then raise exception 'account unavailable' using errcode = '28000'; end if;
  perform guard.fit_idle(p_person);
  perform guard.end_expired(p_person);
  with live as (select x.id, x.last_input_at, x.seq from guard.session x where x.person_id = p_person and x.ended_at is null and x.kind = 'user')
  select coalesce(array_agg(e.id), '{}') into v_excess from (
    select l.id from live l order by coalesce(l.id = p_acting, false), l.last_input_at, l.seq
     limit greatest(0, (select count(*) from live) - p_limit)) e;
  v_ended := guard.end_all(v_excess, 'limit', p_acting);
  for s in select x.id from guard.session x where x.person_id = p_person and x.ended_at is null and x.kind = 'user' and x.slot > p_limit order by x.seq loop
    update guard.session x set slot = guard.free_slot(p_person, p_limit) where x.id = s.id;
  end loop;
  return v_ended;
end $$;

-- the lowest place that nobody has
create or replace function guard.free_slot(p_person uuid, p_limit integer) returns smallint
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select g::smallint from generate_series(1, p_limit) g
   where not exists (select 1 from guard.session s where s.person_id = p_person and s.slot = g and s.ended_at is null and s.kind = 'user')
   order by g limit 1
$$;

-- sessions of one person that are past their time; being past it needs no job, this only writes it down
create or replace function guard.end_expired(p_person uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_now timestamptz := guard.clock(); n integer := 0; v_idle uuid[]; v_absolute uuid[];
begin
  select coalesce(array_agg(s.id) filter (where s.abs_expires_at <= v_now), '{}'), coalesce(array_agg(s.id) filter (where s.abs_expires_at > v_now), '{}')
    into v_absolute, v_idle from guard.session s
   where s.person_id = p_person and s.ended_at is null and (s.idle_expires_at <= v_now or s.abs_expires_at <= v_now);
  if cardinality(v_absolute) > 0 then n := n + guard.end_all(v_absolute, 'absolute', null); end if;
  if cardinality(v_idle) > 0 then n := n + guard.end_all(v_idle, 'idle', null); end if;
  return n;
end $$;

-- what a person holds: their own sessions, those that the staff has in their name, and those that they have in the name of others
create or replace function guard.held_by(p_person uuid) returns uuid[]
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select array(select s.id from guard.session s where s.person_id = p_person and s.ended_at is null
    union select s.id from guard.session s where s.actor_id = p_person and s.ended_at is null)
$$;

-- for the operator: shuts a person out, or lets them in again
create or replace function guard.set_disabled(p_person uuid, p_disabled boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
begin
  update guard.account a set disabled_at = case when p_disabled then guard.clock() end, auth_epoch = a.auth_epoch + 1 where a.person_id = p_person;
  if p_disabled then
    perform guard.end_all(guard.held_by(p_person), 'disabled', null);
  end if;
end $$;
