-- Proving oneself again inside a session, and what asks for it. RG008: too long ago.

create or replace function guard.require_step_up(s guard.session) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if s.kind <> 'user' or s.stepup_at is null or s.stepup_at <= guard.clock() - interval '10 minutes' then
    raise exception 'prove yourself again' using errcode = 'RG008';
  end if;
end $$;

-- what is the person's alone is not there for a session that somebody else holds in their name
create or replace function guard.require_own(s guard.session) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if s.kind <> 'user' then raise exception 'not their own session' using errcode = 'RG002'; end if;
end $$;

-- the caller's own live session, with their lock held
create or replace function guard.own_locked(p_pass bytea, p_person uuid) returns guard.session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.locked_session(p_pass);
  return guard.live_session(p_pass, p_person);
end $$;

-- the same, for an act that asks for a proof of the last ten minutes
create or replace function guard.own_proved(p_pass bytea, p_person uuid) returns guard.session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person);
begin
  perform guard.require_step_up(s);
  return s;
end $$;

-- Held by the transaction of an act that nobody can take back: until it ends, no login of theirs ends this session.
create or replace function guard.hold_proved(p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.own_proved(p_pass, p_person);
end $$;

-- Asked before an act that is more than one function of the guard, or none of them. The caller's live session, and a proof of the last ten minutes.
create or replace function guard.require_proof(p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.require_step_up(guard.live_session(p_pass, p_person));
end $$;

-- The proofs that a person may give of themselves inside a session. With a second factor or a passkey neither password nor mailbox is one: who
-- holds a session and knows the password must not get rid of the factor. Who has passkeys only, and has lost them, logs in again with a code
-- from the mailbox, and that login is the proof for ten minutes.
create or replace function guard.ways_to_prove(p_person uuid) returns text[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_second text[] := guard.second_factors(p_person);
begin
  if guard.has_passkey(p_person) then
    if v_second = '{}' and exists (select 1 from guard.recovery_code r where r.person_id = p_person and r.used_at is null) then v_second := array['recovery']; end if;
    return v_second || 'passkey'::text;
  end if;
  return case when v_second <> '{}' then v_second
    when exists (select 1 from guard.person p where p.id = p_person and p.password_hash is not null) then array['pwd', 'email'] else array['email'] end;
end $$;

-- What the web process must know to check a proof of the caller: their password's hash, their sealed secret, and what the next token is
-- made of. `ways` are the proofs that this person may give.
create or replace function guard.own_means(p_pass bytea, p_person uuid)
returns table (person_id uuid, session_id uuid, gen integer, salt bytea, password_hash text, sealed_totp bytea, email text, name text, ways text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return query select s.person_id, s.id, s.gen, s.salt, p.password_hash, t.sealed_secret, p.email, p.name, guard.ways_to_prove(s.person_id)
    from guard.person p left join guard.totp t on t.person_id = p.id and t.confirmed_at is not null where p.id = s.person_id;
end $$;

-- One of the tries at the second factor of a login: ten in a quarter of an hour on a device that the person has used; elsewhere five, and
-- twenty in a day, on known ones sixty. Whoever knows the password uses up nobody else's.
create or replace function guard.reserve_factor_try(p_person uuid, p_device bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from guard.device d where d.person_id = p_person and d.secret_hash = p_device and d.revoked_at is null) then
    return guard.reserve_login_attempt(sha256(convert_to('factor-known|' || p_person || '|' || encode(p_device, 'hex'), 'UTF8')), interval '15 minutes', 10)
      and guard.reserve_login_attempt(sha256(convert_to('factor-known-day|' || p_person, 'UTF8')), interval '24 hours', 60);
  end if;
  return guard.reserve_login_attempt(sha256(convert_to('factor|' || p_person, 'UTF8')), interval '15 minutes', 5)
    and guard.reserve_login_attempt(sha256(convert_to('factor-day|' || p_person, 'UTF8')), interval '24 hours', 20);
end $$;

drop function if exists guard.reserve_factor_try(uuid);

-- one of the tries that a person has for proofs inside their session
create or replace function guard.reserve_own_factor_try(p_person uuid) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select guard.reserve_login_attempt(sha256(convert_to('own-factor|' || p_person::text, 'UTF8')), interval '15 minutes', 10)
    and guard.reserve_login_attempt(sha256(convert_to('own-factor-day|' || p_person::text, 'UTF8')), interval '24 hours', 30)
$$;

create or replace function guard.reserve_own_try(p_pass bytea, p_person uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  perform guard.require_own(s);
  return guard.reserve_own_factor_try(s.person_id);
end $$;

-- a try for which nobody could say whether the proof was right is given back
create or replace function guard.return_own_try(p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_key bytea;
begin
  perform guard.require_own(s);
  foreach v_key in array array[sha256(convert_to('own-factor|' || s.person_id::text, 'UTF8')), sha256(convert_to('own-factor-day|' || s.person_id::text, 'UTF8'))] loop
    delete from guard.login_failure f where f.ctid = (select g.ctid from guard.login_failure g where g.key = v_key order by g.at desc limit 1);
  end loop;
end $$;

-- a step of the clock is taken once, and never an earlier one after it
create or replace function guard.take_totp(p_person uuid, p_step bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.totp t set last_step = p_step where t.person_id = p_person and t.confirmed_at is not null and t.last_step < p_step;
  return found;
end $$;

create or replace function guard.take_recovery(p_person uuid, p_hashes bytea[], p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.recovery_code r set used_at = guard.clock() where r.person_id = p_person and r.code_hash = any (p_hashes) and r.used_at is null;
  if not found then return false; end if;
  perform guard.tell_owner(p_person, 'recovery-used', p_sealed);
  return true;
end $$;

-- takes the trust from every device of a person but one
create or replace function guard.drop_trust(p_person uuid, p_but uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update guard.device d set trust_slot = null, trusted_until = null, trusted_by_session = null
   where d.person_id = p_person and d.trust_slot is not null and d.id is distinct from p_but
$$;

create or replace function guard.tell_owner(p_person uuid, p_template text, p_sealed bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select p.email, p_template, p.locale, p_sealed from guard.person p where p.id = p_person
$$;

-- A code to the caller's own mailbox. 'sent', 'wait', 'limit', or 'needless' when a second factor or a passkey is what must be proved.
create or replace function guard.send_own_code(p_pass bytea, p_person uuid, p_code_hash bytea, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person);
begin
  if s.kind <> 'user' or not 'email' = any (guard.ways_to_prove(s.person_id)) then return 'needless'; end if;
  if exists (select 1 from guard.own_code c where c.person_id = s.person_id and c.purpose = 'step-up' and c.sent_at > guard.clock() - interval '30 seconds') then
    return 'wait';
  end if;
  if not guard.reserve_login_attempt(sha256(convert_to('own-code|' || s.person_id::text, 'UTF8')), interval '1 hour', 5) then return 'limit'; end if;
  perform guard.keep_own_code(s, 'step-up', p_code_hash, null, null, interval '10 minutes');
  perform guard.tell_owner(s.person_id, 'step-up-code', p_sealed);
  return 'sent';
end $$;

drop function if exists guard.keep_own_code(guard.session, text, bytea, text);

-- One code for one purpose; another one for the same subject takes its place and gives no tries back.
create or replace function guard.keep_own_code(s guard.session, p_purpose text, p_code_hash bytea, p_subject text, p_key text, p_ttl interval) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.own_code as c (person_id, purpose, session_id, code_hash, subject, subject_key, sent_at, expires_at)
    values (s.person_id, p_purpose, s.id, p_code_hash, p_subject, p_key, guard.clock(), guard.clock() + p_ttl)
    on conflict (person_id, purpose) do update set session_id = excluded.session_id, code_hash = excluded.code_hash, subject = excluded.subject,
      subject_key = excluded.subject_key,
      tries = case when c.expires_at > guard.clock() and c.subject is not distinct from excluded.subject then c.tries else 0 end,
      sent_at = excluded.sent_at, expires_at = excluded.expires_at;
end $$;

-- compares and uses up; five wrong ones and the code is over
create or replace function guard.take_own_code(s guard.session, p_purpose text, p_code_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare c guard.own_code;
begin
  select * into c from guard.own_code x where x.person_id = s.person_id and x.purpose = p_purpose for update;
  if not found or c.session_id <> s.id or c.expires_at <= guard.clock() or c.tries >= 5 then return false; end if;
  if c.code_hash <> p_code_hash then
    update guard.own_code x set tries = x.tries + 1 where x.person_id = s.person_id and x.purpose = p_purpose;
    return false;
  end if;
  delete from guard.own_code x where x.person_id = s.person_id and x.purpose = p_purpose;
  return true;
end $$;

-- The proof itself. The web process has checked 'pwd', 'passkey' and the arithmetic of 'totp'; the rest is compared in here. The session gets
-- its next token at once and the former one is worth nothing from then on. 'wrong' must be committed; 'again' when the token moved on meanwhile.
create or replace function guard.step_up(p_pass bytea, p_person uuid, p_way text, p_step bigint, p_digests bytea[], p_gen integer, p_kid text, p_proof bytea, p_sealed bytea)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); v_good boolean;
begin
  if s.kind <> 'user' or not p_way = any (guard.ways_to_prove(s.person_id)) then return 'wrong'; end if;
  if s.gen <> p_gen then return 'again'; end if;
  v_good := case p_way
    when 'pwd' then true
    when 'passkey' then true
    when 'totp' then p_step is not null and guard.take_totp(s.person_id, p_step)
    when 'recovery' then guard.take_recovery(s.person_id, p_digests, p_sealed)
    when 'email' then guard.take_own_code(s, 'step-up', p_digests[1])
    else false end;
  if v_good is not true then return 'wrong'; end if;
  perform guard.forget_login_failures(sha256(convert_to(k || s.person_id::text, 'UTF8'))) from unnest(array['own-factor|', 'own-factor-day|']) k;
  update guard.session x set stepup_at = guard.clock(), gen = x.gen + 1, former_proof = x.proof, former_cut = true, proof = p_proof, kid = p_kid, gen_used_at = null,
      rotated_at = guard.clock(), amr = case when p_way = any (x.amr) then x.amr else x.amr || p_way end
    where x.id = s.id;
  perform guard.note_event(s, 'step_up', jsonb_build_object('by', p_way));
  return 'done';
end $$;
