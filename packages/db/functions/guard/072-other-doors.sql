-- One more way in that ends at the guard: one of Recado's own people in another person's name. Invitations are in 046-invitations.sql.

-- One of Recado's own people in another's name: for an hour at most, with a reason that stays, after a fresh proof of their own; it looks only,
-- unless that is granted, and takes no place from anybody. Written down on both sides.
create or replace function guard.impersonate(p_pass bytea, p_staff uuid, p_person uuid, p_reason text, p_may_write boolean,
  p_session uuid, p_kid text, p_salt bytea, p_proof bytea, p_device_hash bytea, p_browser text, p_system text, p_device_type text, p_address inet)
returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
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
