-- The door of Recado's own people. It sets no tenant: behind it no company's row is visible, only what functions of the guard give.
-- Refusals: RG001 and RG003 as at every door, RG004 not staff, which screens tell apart from nothing at all.

drop function if exists guard.enter_staff(bytea, uuid);

create or replace function guard.enter_staff(p_pass bytea, p_person uuid)
returns table (person_id uuid, session_id uuid, name text, email text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; p guard.person;
begin
  s := guard.live_session(p_pass, p_person);
  select * into p from guard.person x where x.id = s.person_id;
  if s.kind <> 'user' or exists (select 1 from guard.account x where x.person_id = s.person_id and x.disabled_at is not null)
     or not exists (select 1 from guard.staff x where x.person_id = s.person_id and x.revoked_at is null) then
    raise exception 'not staff' using errcode = 'RG004';
  end if;
  return query select p.id, s.id, p.name, p.email;
end $$;

-- every act of the staff, and every look at what runs carry, is a row; p_trace is {requestId, address}
create or replace function guard.note_staff_action(
  p_person uuid, p_session uuid, p_action text, p_subject text, p_detail jsonb, p_trace jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.staff_action (person_id, session_id, action, subject, detail, request_id, address)
  values (p_person, p_session, p_action, p_subject, coalesce(p_detail, '{}'), p_trace ->> 'requestId', (p_trace ->> 'address')::inet)
$$;

-- A look that a screen repeats by itself, as one row for a person, a thing and a quarter of an hour.
create or replace function guard.note_staff_look(p_person uuid, p_session uuid, p_action text, p_subject text, p_trace jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  -- two refreshes at once are one look
  perform pg_advisory_xact_lock(hashtextextended('guard.staff_look ' || p_person || ' ' || p_action || ' ' || p_subject, 0));
  if not exists (select 1 from guard.staff_action a where a.subject = p_subject and a.person_id = p_person and a.action = p_action
      and a.at > clock_timestamp() - interval '15 minutes') then
    perform guard.note_staff_action(p_person, p_session, p_action, p_subject, '{}', p_trace);
  end if;
end $$;

-- What the staff did, the latest first, of one person or of all; `p_before` is the last id of the page above.
create or replace function guard.list_staff_actions(p_pass bytea, p_person uuid, p_of uuid, p_before bigint, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_rows jsonb;
begin
  perform guard.enter_staff(p_pass, p_person);
  -- put together, so that each question keeps the plan of its own index
  execute 'select coalesce(jsonb_agg(jsonb_build_object(''id'', a.id, ''at'', a.at, ''personId'', a.person_id, ''name'', p.name, ''action'', a.action,
      ''subject'', a.subject, ''detail'', a.detail, ''requestId'', a.request_id, ''address'', host(a.address)) order by a.id desc), ''[]'')
    from (select x.* from guard.staff_action x where true'
    || case when p_of is not null then ' and x.person_id = $1' else '' end
    || case when p_before is not null then ' and x.id < $2' else '' end
    || ' order by x.id desc limit $3) a left join guard.person p on p.id = a.person_id'
    into v_rows using p_of, p_before, p_limit;
  return v_rows;
end $$;

-- Whoever is or was staff.
create or replace function guard.list_staff_people(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_staff(p_pass, p_person);
  return (select coalesce(jsonb_agg(jsonb_build_object('personId', p.id, 'name', p.name, 'email', p.email) order by p.name, p.id), '[]')
    from guard.person p where exists (select 1 from guard.staff s where s.person_id = p.id));
end $$;

-- How long what the staff did is kept.
create or replace function guard.staff_action_kept() returns interval
language sql immutable set search_path = pg_catalog, pg_temp as $$ select interval '2 years' $$;

-- Written once, and gone only when its time is over.
create or replace function guard.refuse_rewriting() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    if old.at < clock_timestamp() - guard.staff_action_kept() then return old; end if;
  end if;
  raise exception 'what the staff did is written once' using errcode = 'restrict_violation';
end $$;

-- Those below are for the database's owner at a terminal; no runtime role may call them.
create or replace function guard.grant_staff(p_email_key text, p_by text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid;
begin
  select x.id into v_person from guard.person x where x.email_key = p_email_key for update;
  if not found then return 'unknown'; end if;
  insert into guard.staff (person_id, granted_by) values (v_person, p_by) on conflict (person_id) where revoked_at is null do nothing;
  return case when found then 'granted' else 'already' end;
end $$;

create or replace function guard.revoke_staff(p_email_key text, p_by text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid;
begin
  select x.id into v_person from guard.person x where x.email_key = p_email_key for update;
  if not found then return 'unknown'; end if;
  update guard.staff x set revoked_at = clock_timestamp(), revoked_by = p_by where x.person_id = v_person and x.revoked_at is null;
  if not found then return 'not staff'; end if;
  -- what they held in other people's names goes with it
  perform guard.end_all(array(select x.id from guard.session x where x.actor_id = v_person and x.ended_at is null), 'terminated', null);
  return 'revoked';
end $$;

-- Ends what somebody has open, everywhere, or what everybody has (no address): after a theft, or a fault of ours. Answers how many ended, null for nobody
-- of that address. Whoever had it logs in again; a proof from before opens nothing.
create or replace function guard.end_sessions_of(p_email_key text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare p record; n integer := 0; v_is_known boolean := false;
begin
  for p in select x.id from guard.person x where p_email_key is null or x.email_key = p_email_key order by x.id loop
    v_is_known := true;
    perform 1 from guard.account a where a.person_id = p.id for no key update;
    update guard.account a set auth_epoch = a.auth_epoch + 1 where a.person_id = p.id;
    n := n + guard.end_all(guard.held_by(p.id), 'terminated', null);
  end loop;
  return case when v_is_known or p_email_key is null then n end;
end $$;

create or replace function guard.list_staff() returns table (email text, name text, granted_at timestamptz, granted_by text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.email, p.name, s.granted_at, s.granted_by
    from guard.staff s join guard.person p on p.id = s.person_id
   where s.revoked_at is null order by s.granted_at, p.email
$$;
