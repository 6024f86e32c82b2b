-- Only these functions create or end a session.

drop function if exists guard.open_session(uuid, bytea, bytea, text, text, text, inet, interval, interval, bytea);
drop function if exists guard.open_session(uuid, integer, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, text[], text);
drop function if exists guard.open_session(uuid, integer, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, text[], text, text);
drop function if exists guard.open_session(uuid, integer, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, text[], text, text, uuid, text, boolean);

-- One call, one transaction: the lock row is the lock and the order; then expire, displace, take the lowest free place.
-- p_place: a country's code, perhaps with a city near it; the address itself is kept as a network only.
-- p_epoch, when given, is the account's at the time of the proof: what was proved before a change of password opens nothing after it.
create or replace function guard.open_session(
  p_person uuid, p_epoch integer, p_session uuid, p_kid text, p_salt bytea, p_proof bytea, p_device_hash bytea,
  p_browser text, p_system text, p_device_type text, p_address inet, p_idle interval, p_absolute interval,
  p_former bytea, p_amr text[], p_kind text, p_place text default null, p_actor uuid default null, p_reason text default null,
  p_may_write boolean default true, p_fresh_device bytea default null)
returns table (session_id uuid, device_known boolean, displaced integer, device_renewed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare
  a guard.account; d guard.device; f guard.session; s guard.session;
  v_now timestamptz; v_known boolean := false; v_displaced integer := 0; v_slot smallint := 1; v_excess uuid[]; v_device bytea := p_device_hash; v_of_late integer := 0;
  v_idle interval := case when p_kind = 'user' then guard.idle_of(p_person) end;
begin
  select * into f from guard.session x where x.id = guard.pass_session(p_former);
  if found and guard.judge(f, p_former) in ('none', 'old') then f := null; end if;
  if f.id is not null and f.person_id <> p_person then
    -- both locks in one order: two people who swap browsers must not wait for each other
    perform 1 from guard.account x where x.person_id in (p_person, f.person_id) order by x.person_id for no key update;
  end if;
  update guard.account x set login_seq = x.login_seq + 1 where x.person_id = p_person and x.disabled_at is null returning * into a;
  if not found then raise exception 'account unavailable' using errcode = '28000'; end if;
  if p_epoch <> a.auth_epoch then raise exception 'the proof is outdated' using errcode = 'RG005'; end if;
  v_now := guard.clock(); -- after the lock: now() would predate a winner that we waited for

  -- only the person themselves makes a browser known
  if p_kind = 'user' then
    select * into d from guard.device x where x.secret_hash = p_device_hash and x.person_id = p_person and x.revoked_at is null;
    if found then
      v_known := true;
      update guard.device x set last_seen_at = v_now, browser = p_browser, system = p_system where x.id = d.id;
    else
      -- One that was shut out and has proved itself anew begins anew, without the trust it had, and under another secret: who has a copy of the
      -- former one must not become known along with it.
      if p_fresh_device is not null and exists (select 1 from guard.device x where x.secret_hash = p_device_hash and x.person_id = p_person) then v_device := p_fresh_device; end if;
      insert into guard.device (person_id, secret_hash, browser, system, kind, first_seen_at, last_seen_at)
        values (p_person, v_device, p_browser, p_system, p_device_type, v_now, v_now)
        on conflict (person_id, secret_hash) do update set revoked_at = null, trust_slot = null, trusted_until = null, trusted_by_session = null,
          browser = p_browser, system = p_system, kind = p_device_type, first_seen_at = v_now, last_seen_at = v_now
        returning * into d;
    end if;
  end if;

  perform guard.end_expired(p_person);
  -- the session whose cookie this browser held is replaced, whoever's it was: its other tabs must go dark
  if f.id is not null then perform guard.end_all(array[f.id], 'replaced', p_session); end if;

  if p_kind = 'user' then
    with live as (
      select x.id, x.seq, x.device_id, coalesce(v.trusted_until > v_now and v.revoked_at is null, false) is_trusted
        from guard.session x left join guard.device v on v.id = x.device_id
       where x.person_id = p_person and x.ended_at is null and x.kind = 'user')
    select coalesce(array_agg(e.id), '{}') into v_excess from (
      select l.id from live l order by coalesce(l.device_id = d.id, false) desc, l.is_trusted, l.seq
       limit greatest(0, (select count(*) from live) - (a.session_limit - 1))) e;
    if v_excess <> '{}' then
      v_of_late := guard.displaced_of_late(p_person);
      perform guard.keep_cool(p_person, v_now);
    end if;
    v_displaced := guard.end_all(v_excess, 'displaced', p_session);
    v_slot := guard.free_slot(p_person, a.session_limit);
  end if;

  insert into guard.session (id, person_id, slot, seq, kind, kid, salt, gen, proof, rotated_at, device_hash, device_id, browser, system, device_type,
      address, country, place, amr, aal, created_at, last_seen_at, last_input_at, idle_expires_at, abs_expires_at, idle_limit,
      actor_id, reason, may_write, stepup_at)
    values (p_session, p_person, v_slot, a.login_seq, p_kind, p_kid, p_salt, 1, p_proof, v_now, v_device, d.id, p_browser, p_system, p_device_type,
      guard.network_of(p_address), left(p_place, 2), p_place, p_amr, case when cardinality(p_amr) > 1 or 'passkey' = any (p_amr) then 2 else 1 end, v_now, v_now, v_now,
      v_now + coalesce(v_idle, p_idle), v_now + p_absolute, v_idle,
      p_actor, p_reason, p_may_write,
      -- whoever has just proved all that is asked for need not do so again at once; where trust stood in for a factor, or a phone for a
      -- passkey, they must; so must whoever an issuer let through, which may have asked them nothing, unless the account is new
      -- and so must both sides of a quarrel over the account
      case when p_kind = 'user' and v_of_late < 2 and (p_amr && array['totp', 'recovery', 'passkey']
        or guard.second_factors(p_person) = '{}' and ('email' = any (p_amr) or not guard.has_passkey(p_person))
          and (not 'oauth' = any (p_amr) or a.login_seq = 1)) then v_now end)
    returning * into s;
  perform guard.note_event(s, 'init', jsonb_build_object('amr', p_amr, 'kind', p_kind));
  return query select s.id, v_known, v_displaced, v_device <> p_device_hash;
end $$;

-- How often sessions of a person were displaced in the last quarter of an hour. Twice is somebody with a phone and a computer; more is a quarrel: two
-- who share a password, or an owner and somebody who has it. From the third on whoever comes in proves more than a password and a browser that is
-- known, from the third on delicate acts ask again, and the seventh has to wait: whoever is in stays in until the quarter of an hour is over.
create or replace function guard.displaced_of_late(p_person uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if guard.has_raised_limits() then return 0; end if;
  return (select count(*) from guard.session s where s.person_id = p_person and s.end_reason = 'displaced' and s.ended_at > guard.clock() - interval '15 minutes');
end $$;

-- RG013 with the seconds until somebody may be displaced again. Ending everything ("it was not me", a new password) displaces nobody and waits for nothing.
create or replace function guard.keep_cool(p_person uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_since timestamptz;
begin
  if guard.displaced_of_late(p_person) < 6 then return; end if;
  select e.ended_at into v_since from guard.session e where e.person_id = p_person and e.end_reason = 'displaced' order by e.ended_at desc offset 5 limit 1;
  raise exception 'too many changes of hands' using errcode = 'RG013',
    detail = jsonb_build_object('seconds', greatest(1, ceil(extract(epoch from v_since + interval '15 minutes' - p_now))::integer))::text;
end $$;

-- the network, not the host
create or replace function guard.network_of(p_address inet) returns cidr language sql immutable
return case when p_address is null then null when family(p_address) = 4 then network(set_masklen(p_address, 24))::cidr
  else network(set_masklen(p_address, 48))::cidr end;

drop function if exists guard.init_session(bytea, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea);
drop function if exists guard.init_session(bytea, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, text);
drop function if exists guard.init_session(bytea, uuid, text, bytea, bytea, bytea, text, text, text, inet, interval, interval, bytea, bytea, text);

-- The last step: the attempt is used up and the session opens, in one transaction. RG005 when there is nothing to use, RG007 with what is
-- missing when not everything was proved; then nothing has happened.
create or replace function guard.init_session(
  p_attempt bytea, p_session uuid, p_kid text, p_salt bytea, p_proof bytea, p_device_hash bytea,
  p_browser text, p_system text, p_device_type text, p_address inet, p_idle interval, p_absolute interval, p_former bytea,
  p_sealed_notice bytea default null, p_place text default null, p_fresh_device bytea default null)
returns table (session_id uuid, person_id uuid, device_known boolean, displaced integer, device_renewed boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
#variable_conflict use_column
declare v_id uuid := guard.held_attempt(p_attempt, p_device_hash); v_needs text[] := guard.needs_of(v_id); t guard.login_attempt; o record;
begin
  if v_needs <> '{}' then
    raise exception 'a factor is missing' using errcode = 'RG007', detail = jsonb_build_object('needs', v_needs)::text;
  end if;
  select * into t from guard.login_attempt x where x.id = v_id;
  -- what an issuer said of somebody else in this browser is not for whoever comes after
  delete from guard.federated_claim c where c.device_hash = p_device_hash and c.person_id is distinct from t.person_id;
  select * into o from guard.open_session(t.person_id, t.auth_epoch, p_session, p_kid, p_salt,
    p_proof, p_device_hash, p_browser, p_system, p_device_type, p_address, p_idle, p_absolute, p_former, t.amr, 'user', p_place,
    p_fresh_device => p_fresh_device);
  -- judged again with the account locked: a device that was shut out meanwhile is neither known nor trusted, and others may have come in
  v_needs := guard.needs_of(v_id, o.displaced);
  if v_needs = '{}' and not o.device_known and guard.second_factors(t.person_id) = '{}' and t.amr <@ array['pwd', 'oauth'] then v_needs := array['email']; end if;
  if v_needs <> '{}' then
    raise exception 'a factor is missing' using errcode = 'RG007', detail = jsonb_build_object('needs', v_needs)::text;
  end if;
  delete from guard.login_attempt x where x.id = v_id;
  -- the first device of all is no news to whoever has just signed up with it
  if not o.device_known and p_sealed_notice is not null and (select count(*) from guard.device d where d.person_id = t.person_id) > 1 then
    perform guard.tell_owner(t.person_id, 'new-device', p_sealed_notice);
  end if;
  -- the third in a quarter of an hour: its owner is told once
  if o.displaced > 0 and p_sealed_notice is not null and guard.displaced_of_late(t.person_id) >= 3
      and guard.reserve_login_attempt(sha256(convert_to('quarrel-told|' || t.person_id, 'UTF8')), interval '15 minutes', 1) then
    perform guard.tell_owner(t.person_id, 'session-quarrel', p_sealed_notice);
  end if;
  return query select o.session_id, t.person_id, o.device_known, o.displaced, o.device_renewed;
end $$;

drop function if exists guard.end_session(bytea, text);

-- Ends the caller's own session; a pass that proves nothing ends nothing. Device and browser are not asked: leaving is always allowed.
create or replace function guard.end_session(p_pass bytea, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session;
begin
  if p_reason not in ('logout', 'terminated') then raise exception 'unknown reason' using errcode = '22023'; end if;
  s := guard.locked_session(p_pass);
  if s.id is null or guard.judge(s, p_pass) in ('none', 'old') then return false; end if;
  return guard.end_all(array[s.id], p_reason, null) > 0;
end $$;

-- the session of a pass as it stands once its person's lock is held
create or replace function guard.locked_session(p_pass bytea) returns guard.session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  select * into s from guard.session x where x.id = guard.pass_session(p_pass);
  if not found then return null; end if;
  perform 1 from guard.account a where a.person_id = s.person_id for no key update;
  select * into s from guard.session x where x.id = s.id;
  return s;
end $$;

-- Ends sessions of the caller's person: 'one' of them, the 'others', or 'all'. Answers how many.
create or replace function guard.end_sessions(p_pass bytea, p_person uuid, p_which text, p_session uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session;
begin
  s := guard.own_locked(p_pass, p_person);
  if p_which = 'others' or (p_which = 'one' and p_session <> s.id) then perform guard.require_step_up(s); end if;
  return guard.end_all(array(
    select x.id from guard.session x where x.person_id = s.person_id and x.ended_at is null and x.kind = 'user'
       and case p_which when 'one' then x.id = p_session when 'others' then x.id <> s.id when 'all' then true else false end), 'terminated', s.id);
end $$;

-- "It was not me": everything ends and nothing that was proved before opens a session. The session that was displaced may still say so
-- for ten minutes. p_person is whom the page was rendered for. Answers how many sessions ended, null when nobody may say so with this pass.
drop function if exists guard.report_not_me(bytea, bytea);
create or replace function guard.report_not_me(p_pass bytea, p_person uuid, p_sealed_alarm bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session; v_verdict text; n integer;
begin
  s := guard.locked_session(p_pass);
  if s.id is null or s.kind <> 'user' then return null; end if;
  v_verdict := guard.judge(s, p_pass);
  -- a card that was left open speaks for the one it was shown to, not for whoever came in here since
  if p_person is not null and s.person_id <> p_person and v_verdict is distinct from 'none' then raise exception 'other person' using errcode = 'RG003'; end if;
  if v_verdict is not null and not (v_verdict = 'displaced' and s.ended_at > guard.clock() - interval '10 minutes') then return null; end if;
  update guard.account a set auth_epoch = a.auth_epoch + 1 where a.person_id = s.person_id;
  n := guard.end_all(guard.held_by(s.person_id), 'not_me', s.id);
  -- whoever it was knows the password and has a browser that is known: none is from here on, also not the one that says so
  update guard.device d set revoked_at = guard.clock(), trust_slot = null, trusted_until = null, trusted_by_session = null
   where d.person_id = s.person_id and d.revoked_at is null;
  perform guard.drop_ways(s.person_id);
  perform guard.note_event(s, 'reported', '{}');
  perform guard.warn_owner(s, 'session-not-me', p_sealed_alarm);
  return n;
end $$;

create or replace function guard.warn_owner(s guard.session, p_template text, p_sealed bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select p.email, p_template, p.locale, p_sealed from guard.person p where p.id = s.person_id
$$;

drop function if exists guard.renew_activity(bytea, uuid, interval, interval);

-- the heartbeat: only real input prolongs a session, by its own limit where it has one. Answers the milliseconds left
create or replace function guard.renew_activity(p_pass bytea, p_person uuid, p_idle_for interval, p_idle interval) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := guard.clock(); v_input timestamptz; v_idle interval;
begin
  s := guard.live_session(p_pass, p_person);
  v_idle := coalesce(s.idle_limit, p_idle);
  v_input := greatest(s.last_input_at, v_now - greatest(p_idle_for, interval '0'));
  if v_now - s.last_seen_at > interval '60 seconds' or v_input - s.last_input_at > interval '60 seconds' then
    -- two beats at once: the later input stays
    update guard.session x set last_seen_at = greatest(x.last_seen_at, v_now), last_input_at = greatest(x.last_input_at, v_input),
      idle_expires_at = greatest(x.last_input_at, v_input) + v_idle
     where x.id = s.id and x.ended_at is null;
  end if;
  return extract(epoch from least(v_input + v_idle, s.abs_expires_at) - v_now)::bigint * 1000;
end $$;
