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

-- The three below are for the database's owner at a terminal; no runtime role may call them.
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
  return case when found then 'revoked' else 'not staff' end;
end $$;

create or replace function guard.list_staff() returns table (email text, name text, granted_at timestamptz, granted_by text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.email, p.name, s.granted_at, s.granted_by
    from guard.staff s join guard.person p on p.id = s.person_id
   where s.revoked_at is null order by s.granted_at, p.email
$$;
