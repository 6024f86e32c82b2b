-- Two more ways in that end at the guard: an invitation to a workspace, and one of Recado's own people in another person's name.

-- Invites an address to a workspace; whoever runs it may. The secret goes by mail, the row keeps its digest.
create or replace function guard.invite(p_pass bytea, p_person uuid, p_workspace uuid, p_email text, p_email_key text, p_role text, p_secret_hash bytea, p_ttl interval)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid; e record;
begin
  -- nobody makes members in another's name
  perform guard.require_own(guard.live_session(p_pass, p_person));
  select * into e from guard.enter(p_pass, p_person, p_workspace);
  if e.role not in ('owner', 'admin') or (p_role = 'admin' and e.role <> 'owner') then raise exception 'may not invite' using errcode = 'RG002'; end if;
  insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at)
    values (p_workspace, p_email, p_email_key, p_role, p_secret_hash, e.person_id, guard.clock() + p_ttl) returning id into v_id;
  return v_id;
end $$;

-- what whoever holds the secret may know: where to, as what, for which address, and whether that has an account already
create or replace function guard.read_invitation(p_secret_hash bytea) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('workspace', w.name, 'role', i.role, 'email', i.email, 'hasAccount', exists (select 1 from guard.person p where p.email_key = i.email_key))
    from guard.invitation i join app.workspace w on w.id = i.workspace_id
   where i.secret_hash = p_secret_hash and i.accepted_at is null and i.expires_at > guard.clock()
$$;

-- Somebody who is in takes up an invitation to their own address. Answers the workspace, null when there is none for them.
create or replace function guard.accept_invitation(p_pass bytea, p_person uuid, p_secret_hash bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); i guard.invitation; p guard.person;
begin
  select * into p from guard.person x where x.id = s.person_id;
  select * into i from guard.invitation x where x.secret_hash = p_secret_hash and x.accepted_at is null and x.expires_at > guard.clock() for update;
  if not found or s.kind <> 'user' or i.email_key <> p.email_key then return null; end if;
  return guard.join_by_invitation(i.id, p.id);
end $$;

-- A newcomer takes one up: the secret came to their mailbox, so that is proved; person and attempt appear, and the last step is as ever.
-- Null when there is nothing to take up, or when the address has an account, which must log in first.
create or replace function guard.accept_as_newcomer(p_secret_hash bytea, p_name text, p_locale text, p_time_zone text, p_password_hash text,
  p_terms_version text, p_attempt bytea, p_device_hash bytea, p_ttl interval) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.invitation; v_person uuid;
begin
  select * into i from guard.invitation x where x.secret_hash = p_secret_hash and x.accepted_at is null and x.expires_at > guard.clock() for update;
  if not found then return null; end if;
  insert into guard.person (email, email_key, name, locale, time_zone, password_hash, email_verified_at, terms_version, terms_accepted_at)
    values (i.email, i.email_key, p_name, p_locale, p_time_zone, p_password_hash, guard.clock(), p_terms_version, guard.clock())
    on conflict (email_key) do nothing returning id into v_person;
  if v_person is null then return null; end if;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
    values (v_person, 0, p_attempt, p_device_hash, array['pwd', 'email'], guard.clock() + p_ttl);
  return guard.join_by_invitation(i.id, v_person);
end $$;

create or replace function guard.join_by_invitation(p_invitation uuid, p_person uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.invitation; p guard.person;
begin
  update guard.invitation x set accepted_at = guard.clock(), accepted_by = p_person where x.id = p_invitation returning * into i;
  select * into p from guard.person x where x.id = p_person;
  insert into app.member (workspace_id, person_id, role, name, email) values (i.workspace_id, p.id, i.role, p.name, p.email) on conflict do nothing;
  perform 1 from guard.account a where a.person_id = p_person for no key update;
  perform guard.set_session_limit(p_person, greatest(guard.limit_of(p_person), 1), null);
  return i.workspace_id;
end $$;

-- One of Recado's own people in another's name: for an hour at most, with a reason that stays, after a fresh proof of their own; it looks only,
-- unless that is granted, and takes no place from anybody. Written down on both sides.
create or replace function guard.impersonate(p_pass bytea, p_staff uuid, p_person uuid, p_reason text, p_may_write boolean,
  p_session uuid, p_kid text, p_salt bytea, p_proof bytea, p_device_hash bytea, p_browser text, p_system text, p_device_type text, p_address inet)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s' set statement_timeout = '5s'
as $$
declare s guard.session; e record;
begin
  select * into e from guard.enter_staff(p_pass, p_staff);
  select * into s from guard.session x where x.id = e.session_id;
  perform guard.require_step_up(s);
  -- who may look into any account proves more than a password
  if not s.amr && array['totp', 'recovery', 'passkey'] then raise exception 'prove yourself again' using errcode = 'RG008'; end if;
  if p_person = e.person_id or length(coalesce(p_reason, '')) < 3 then raise exception 'another person and a reason are needed' using errcode = '22023'; end if;
  if exists (select 1 from guard.staff x where x.person_id = p_person and x.revoked_at is null) then raise exception 'not staff' using errcode = 'RG004'; end if;
  perform 1 from guard.open_session(p_person, null, p_session, p_kid, p_salt, p_proof, p_device_hash, p_browser, p_system, p_device_type, p_address,
    interval '15 minutes', interval '1 hour', null, array['staff'], 'impersonation', null, e.person_id, p_reason, p_may_write);
  perform guard.note_staff_action(e.person_id, e.session_id, 'impersonate', p_person::text,
    jsonb_build_object('reason', p_reason, 'mayWrite', p_may_write, 'session', p_session), '{}'::jsonb);
  perform guard.note_staff_at(p_person, e.person_id, 'identity/impersonation.started', jsonb_build_object('personId', p_person, 'reason', p_reason, 'mayWrite', p_may_write),
    jsonb_build_object('address', host(p_address), 'userAgent', p_browser || ' · ' || p_system));
  return p_session;
end $$;
