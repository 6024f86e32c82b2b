-- Second factors and trusted devices of the caller. Every change asks for a proof of the last ten minutes and is told to the owner by mail.

create or replace function guard.start_totp(p_pass bytea, p_person uuid, p_sealed_secret bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  insert into guard.totp as t (person_id, sealed_secret) values (s.person_id, p_sealed_secret)
    on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, created_at = guard.clock(), last_step = 0 where t.confirmed_at is null;
  return found;
end $$;

create or replace function guard.totp_in_making(p_pass bytea, p_person uuid) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return (select t.sealed_secret from guard.totp t where t.person_id = s.person_id and t.confirmed_at is null);
end $$;

-- The first right code turns the factor on, for the secret that it was compared with; the recovery codes come with it. Answers how many other sessions of the person live.
drop function if exists guard.confirm_totp(bytea, uuid, bigint, bytea[], bytea);

create or replace function guard.confirm_totp(p_pass bytea, p_person uuid, p_secret bytea, p_step bigint, p_recovery bytea[], p_sealed bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  update guard.totp t set confirmed_at = guard.clock(), last_step = p_step where t.person_id = s.person_id and t.confirmed_at is null and t.sealed_secret = p_secret;
  if not found then return null; end if;
  -- this session has just proved it; a device that was trusted before has not
  update guard.session x set amr = x.amr || 'totp'::text where x.id = s.id and not 'totp' = any (x.amr);
  perform guard.drop_trust(s.person_id, null);
  perform guard.keep_recovery(s.person_id, p_recovery);
  perform guard.note_event(s, 'factor_added', '{"factor": "totp"}');
  perform guard.tell_owner(s.person_id, 'factor-added', p_sealed);
  return (select count(*) from guard.session x where x.person_id = s.person_id and x.id <> s.id and x.ended_at is null and x.kind = 'user');
end $$;

create or replace function guard.keep_recovery(p_person uuid, p_hashes bytea[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if cardinality(p_hashes) <> 10 then raise exception 'ten codes are needed' using errcode = '22023'; end if;
  delete from guard.recovery_code r where r.person_id = p_person;
  insert into guard.recovery_code (person_id, code_hash) select p_person, h from unnest(p_hashes) h;
end $$;

create or replace function guard.remove_totp(p_pass bytea, p_person uuid, p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); v_was boolean;
begin
  delete from guard.totp t where t.person_id = s.person_id returning t.confirmed_at is not null into v_was;
  if v_was is not true then return false; end if;
  -- without a factor they replace nothing, and nobody was asked for one where it is trusted
  if guard.second_factors(s.person_id) = '{}' then
    delete from guard.recovery_code r where r.person_id = s.person_id;
    perform guard.drop_trust(s.person_id, null);
  end if;
  perform guard.note_event(s, 'factor_removed', '{"factor": "totp"}');
  perform guard.tell_owner(s.person_id, 'factor-removed', p_sealed);
  return true;
end $$;

-- new recovery codes in place of all former ones; false when there is no factor that they would replace
create or replace function guard.renew_recovery(p_pass bytea, p_person uuid, p_hashes bytea[], p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  if guard.second_factors(s.person_id) = '{}' then return false; end if;
  perform guard.keep_recovery(s.person_id, p_hashes);
  perform guard.note_event(s, 'recovery_renewed', '{}');
  perform guard.tell_owner(s.person_id, 'recovery-renewed', p_sealed);
  return true;
end $$;

create or replace function guard.factor_state(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return jsonb_build_object('factors', array_remove(guard.second_factors(s.person_id), 'recovery'), 'ways', guard.ways_to_prove(s.person_id),
    'hasPassword', exists (select 1 from guard.person p where p.id = s.person_id and p.password_hash is not null),
    'recoveryLeft', (select count(*) from guard.recovery_code r where r.person_id = s.person_id and r.used_at is null),
    'provedForMs', greatest(0, extract(epoch from coalesce(s.stepup_at, '-infinity') + interval '10 minutes' - guard.clock()) * 1000)::bigint);
end $$;

-- ───────────── second factors of a login on its way ─────────────
create or replace function guard.totp_of_attempt(p_attempt bytea, p_device bytea) returns table (person_id uuid, sealed_secret bytea, may_try boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare v_id uuid := guard.held_attempt(p_attempt, p_device);
begin
  return query select x.person_id, t.sealed_secret, guard.reserve_factor_try(x.person_id, p_device)
    from guard.login_attempt x join guard.totp t on t.person_id = x.person_id and t.confirmed_at is not null where x.id = v_id and x.amr <> '{}';
end $$;

-- p_step: the step whose code was typed, null when none fits. The try was reserved by guard.totp_of_attempt. A code that was taken before is wrong.
drop function if exists guard.prove_attempt_totp(bytea, bytea, bigint);

create or replace function guard.prove_attempt_totp(p_attempt bytea, p_device bytea, p_step bigint, p_sealed bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if p_step is not null and t.amr <> '{}' and guard.take_totp(t.person_id, p_step) then return query select * from guard.add_factor(v_id, 'totp'); return; end if;
  return query select * from guard.count_wrong_factor(v_id, p_sealed);
end $$;

create or replace function guard.prove_attempt_recovery(p_attempt bytea, p_device bytea, p_hashes bytea[], p_sealed bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if t.amr = '{}' then return query select 'limit', 0; return; end if;
  if guard.take_recovery(t.person_id, p_hashes, p_sealed) then return query select * from guard.add_factor(v_id, 'recovery'); return; end if;
  return query select * from guard.count_wrong_factor(v_id, p_sealed);
end $$;

-- One more wrong factor of a login. When that ends a login whose password was right, its owner learns once a day that somebody has it.
create or replace function guard.count_wrong_factor(p_attempt uuid, p_sealed bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_person uuid;
begin
  select * into w from guard.count_wrong(p_attempt);
  if w.outcome = 'dead' then
    select x.person_id into v_person from guard.login_attempt x where x.id = p_attempt and 'pwd' = any (x.amr);
    if found and guard.reserve_login_attempt(sha256(convert_to('factor-told|' || v_person, 'UTF8')), interval '24 hours', 1) then
      perform guard.tell_owner(v_person, 'factor-guessed', p_sealed);
    end if;
  end if;
  return query select w.outcome, w.tries_left;
end $$;

create or replace function guard.add_factor(p_attempt uuid, p_factor text) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid;
begin
  update guard.login_attempt x set amr = x.amr || p_factor where x.id = p_attempt returning x.person_id into v_person;
  perform guard.forget_login_failures(sha256(convert_to(k || v_person::text, 'UTF8'))) from unnest(array['factor|', 'factor-day|']) k;
  return query select 'proved', 5;
end $$;

-- ───────────── trusted devices: three at most, thirty days ─────────────
-- Trusts the device of this session: 'trusted', 'full', 'none' when the session has no device of its own, 'unproved' when it has not been
-- proved by a second factor, which is what trust stands in for. The unique index on the slot
-- holds even where this function would not.
create or replace function guard.trust_device(p_pass bytea, p_person uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); v_now timestamptz := guard.clock(); v_slot smallint;
begin
  if s.device_id is null then return 'none'; end if;
  if guard.second_factors(s.person_id) = '{}' or not s.amr && array['totp', 'recovery', 'passkey'] then return 'unproved'; end if;
  update guard.device d set trust_slot = null, trusted_until = null, trusted_by_session = null
   where d.person_id = s.person_id and (d.trusted_until <= v_now or d.revoked_at is not null or d.id = s.device_id);
  select g into v_slot from generate_series(1, 3) g
   where not exists (select 1 from guard.device d where d.person_id = s.person_id and d.trust_slot = g) order by g limit 1;
  if v_slot is null then return 'full'; end if;
  update guard.device d set trust_slot = v_slot, trusted_until = v_now + interval '30 days', trusted_by_session = s.id where d.id = s.device_id;
  perform guard.note_event(s, 'device_trusted', jsonb_build_object('device', s.device_id));
  return 'trusted';
end $$;

-- takes trust away; giving up a right needs no proof
create or replace function guard.untrust_device(p_pass bytea, p_person uuid, p_device uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person);
begin
  if s.kind <> 'user' then return false; end if;
  update guard.device d set trust_slot = null, trusted_until = null, trusted_by_session = null
   where d.person_id = s.person_id and d.id = p_device and d.trust_slot is not null;
  if found then perform guard.note_event(s, 'device_untrusted', jsonb_build_object('device', p_device)); end if;
  return found;
end $$;

drop function if exists guard.forget_device(bytea, uuid, uuid), guard.list_devices(bytea, uuid);

-- How long a browser may keep this session's cookie, in seconds: until the session's absolute end where the device is trusted, null elsewhere.
create or replace function guard.cookie_life(p_session uuid) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select least(extract(epoch from s.abs_expires_at - guard.clock()), extract(epoch from d.trusted_until - guard.clock()))::integer
    from guard.session s join guard.device d on d.id = s.device_id and d.revoked_at is null and d.trusted_until > guard.clock()
   where s.id = p_session and s.ended_at is null
$$;
