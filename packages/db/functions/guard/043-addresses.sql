-- Another address for an account. The new one is proved by a code, typed where it was asked for: whoever owns a mailbox that was mistyped can
-- do nothing with it. The former one is told, with a way back.

-- Sends a code to an address that the caller wants for theirs; it changes nothing yet. One that somebody else has is answered alike, and that
-- somebody is told instead. p_place: the pseudonym of the address. 'same' when it is theirs already.
create or replace function guard.start_email(p_pass bytea, p_person uuid, p_email text, p_email_key text, p_place bytea, p_code_hash bytea, p_ttl interval,
  p_sealed_code bytea, p_sealed_taken bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); p guard.person; v_may text; v_taken boolean;
begin
  select * into p from guard.person x where x.id = s.person_id;
  if p.email_key = p_email_key then return 'same'; end if;
  v_may := guard.may_send_own(s, 'email', p_place);
  if v_may <> 'sent' then return v_may; end if;
  perform guard.keep_own_code(s, 'email', p_code_hash, p_email, p_email_key, p_ttl);
  v_taken := exists (select 1 from guard.person x where x.email_key = p_email_key);
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values (p_email, case when v_taken then 'email-taken' else 'email-code' end, p.locale, case when v_taken then p_sealed_taken else p_sealed_code end);
  return 'sent';
end $$;

-- A right code, in the session that asked, makes the address the caller's: the other sessions end, and the former address is told with a way
-- back. 'done', 'wrong' (to be committed), 'gone'. An address that is taken by now has no right code.
create or replace function guard.confirm_email(p_pass bytea, p_person uuid, p_code_hash bytea, p_undo_hash bytea, p_undo_ttl interval, p_sealed bytea)
returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); c guard.own_code; f guard.person; j record;
begin
  select * into c from guard.own_code x where x.person_id = s.person_id and x.purpose = 'email';
  select * into j from guard.judge_own_code(s, 'email',
    case when exists (select 1 from guard.person x where x.email_key = c.subject_key) then '\x' else p_code_hash end);
  if j.outcome <> 'right' then return query select j.outcome, j.tries_left; return; end if;
  select * into f from guard.person x where x.id = s.person_id;
  perform guard.give_address(s.person_id, c.subject, c.subject_key);
  insert into guard.email_undo (person_id, secret_hash, email, email_key, changed_at, expires_at)
    values (s.person_id, p_undo_hash, f.email, f.email_key, guard.clock(), guard.clock() + p_undo_ttl);
  perform guard.end_others(s, 'email');
  perform guard.note_event(s, 'email_changed', '{}');
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (f.email, 'email-changed', f.locale, p_sealed);
  return query select 'done', 5;
exception when unique_violation then
  -- somebody proved the same address in the same moment and was first
  return query select 'wrong', 0;
end $$;

-- Companies that know the person by the former address learn the new one.
create or replace function guard.give_address(p_person uuid, p_email text, p_email_key text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.person x set email = p_email, email_key = p_email_key, email_verified_at = guard.clock() where x.id = p_person;
  update app.member m set email = p_email where m.person_id = p_person;
end $$;

-- The former owner of an address objects: it is theirs again, everybody is out, and whatever could have been put up to come back with is gone:
-- the password, the phone, passkeys, accounts at issuers, second factors from a day before on, since they can be put up first, and every known
-- browser. What goes on from there is a link to a new password, to that address. Factors from before stay, and are asked for. The address that
-- lost is told. 'done' or 'gone'.
create or replace function guard.undo_email(p_secret_hash bytea, p_reset_hash bytea, p_reset_ttl interval, p_sealed_reset bytea, p_sealed_told bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare u guard.email_undo; p guard.person; a guard.account;
begin
  select * into u from guard.email_undo x where x.secret_hash = p_secret_hash;
  select * into a from guard.account x where x.person_id = u.person_id for no key update;
  select * into u from guard.email_undo x where x.secret_hash = p_secret_hash;
  if u.id is null or u.used_at is not null or u.expires_at <= guard.clock() or a.disabled_at is not null
     or exists (select 1 from guard.person x where x.email_key = u.email_key and x.id <> u.person_id) then
    return 'gone';
  end if;
  select * into p from guard.person x where x.id = u.person_id;
  -- also the ways back to what came after: whoever took the address away must not take it again
  update guard.email_undo x set used_at = guard.clock() where x.person_id = u.person_id and x.changed_at >= u.changed_at;
  perform guard.give_address(u.person_id, u.email, u.email_key);
  -- a phone goes however old it is, and passkeys and accounts at issuers: each is a first proof by itself
  update guard.person x set password_hash = null, phone = null, phone_verified_at = null where x.id = u.person_id;
  delete from guard.totp t where t.person_id = u.person_id and coalesce(t.confirmed_at >= u.changed_at - interval '1 day', true);
  delete from guard.recovery_code r where r.person_id = u.person_id and r.created_at >= u.changed_at - interval '1 day';
  perform guard.drop_ways(u.person_id);
  delete from guard.own_code c where c.person_id = u.person_id;
  update guard.device d set revoked_at = coalesce(d.revoked_at, guard.clock()), trust_slot = null, trusted_until = null, trusted_by_session = null
   where d.person_id = u.person_id;
  update guard.account x set auth_epoch = x.auth_epoch + 1 where x.person_id = u.person_id returning * into a;
  perform guard.end_all(array(select x.id from guard.session x where x.person_id = u.person_id and x.ended_at is null and x.kind in ('user', 'impersonation')), 'email', null);
  insert into guard.session_event (at, person_id, kind) values (guard.clock(), u.person_id, 'email_restored');
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (p.email, 'email-restored', p.locale, p_sealed_told);
  insert into guard.reset_link (person_id, secret_hash, auth_epoch, expires_at) values (u.person_id, p_reset_hash, a.auth_epoch, guard.clock() + p_reset_ttl);
  perform guard.tell_owner(u.person_id, 'password-reset', p_sealed_reset);
  return 'done';
exception when unique_violation then
  return 'gone';
end $$;
