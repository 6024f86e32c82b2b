-- A pass is what a request presents, packed into one value:
--   1..16 id of the session | 17..20 generation | 21..52 digest of the token's mac | 53..84 digest of the device's secret | 85.. browser|system|address, the last of them perhaps missing
-- The mac needs a key that is not in the database, the digest of it is: neither a dump nor the key alone forges a pass.

drop function if exists guard.verify(bytea, uuid), guard.live_session(bytea, uuid), guard.refusal(bytea);

create or replace function guard.pass_session(p_pass bytea) returns uuid language sql immutable
return case when octet_length(p_pass) >= 84 then encode(substring(p_pass from 1 for 16), 'hex')::uuid end;

create or replace function guard.pass_gen(p_pass bytea) returns integer language sql immutable
return substring(p_pass from 17 for 4)::integer;

-- Where the request came from; null where nobody said. A session is not bound to it. A visitor's pass, which its length tells, ends in the 16
-- bytes of an address as IPv6 writes it.
create or replace function guard.pass_address(p_pass bytea) returns inet
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
declare v_text text;
begin
  if octet_length(p_pass) = 80 then
    v_text := case when substring(p_pass from 65 for 12) = '\x00000000000000000000ffff'
        then concat_ws('.', get_byte(p_pass, 76), get_byte(p_pass, 77), get_byte(p_pass, 78), get_byte(p_pass, 79))
      when substring(p_pass from 65) <> decode(repeat('00', 16), 'hex') then rtrim(regexp_replace(encode(substring(p_pass from 65), 'hex'), '(....)', '\1:', 'g'), ':') end;
  else
    v_text := split_part(convert_from(substring(p_pass from 85), 'UTF8'), '|', 3);
  end if;
  return case when pg_input_is_valid(v_text, 'inet') then v_text::inet end;
end $$;

-- Why a session does not accept a pass; null when it does. 'none' is all that a pass which proves nothing learns; 'old' cannot be
-- judged here, because only the mac tells a former token from an invented one.
create or replace function guard.judge(s guard.session, p_pass bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_gen integer := guard.pass_gen(p_pass); v_proof bytea := substring(p_pass from 21 for 32); v_now timestamptz := guard.clock(); v_agent text;
begin
  if v_gen = s.gen then
    if v_proof <> s.proof then return 'none'; end if;
  elsif v_gen = s.gen - 1 then
    if v_proof is distinct from s.former_proof then return 'none'; end if;
    -- A fresh proof takes its forerunner's worth at once: what was on its way then has proved nothing, and what comes later is a copy.
    if s.ended_at is null and s.former_cut then return case when v_now > s.rotated_at + interval '30 seconds' then 'reuse' else 'none' end; end if;
    -- an answer with the successor may be lost, so its forerunner lives until the successor was used, and a moment longer for other tabs
    if s.ended_at is null and s.gen_used_at is not null and v_now > s.gen_used_at + interval '30 seconds' then return 'reuse'; end if;
  else
    return case when v_gen < s.gen then 'old' else 'none' end;
  end if;
  v_agent := convert_from(substring(p_pass from 85), 'UTF8');
  -- what is over says why to the browser that held it, and nothing to a copy elsewhere
  if s.ended_at is not null then
    return case when substring(p_pass from 53 for 32) = s.device_hash and split_part(v_agent, '|', 1) = s.browser and split_part(v_agent, '|', 2) = s.system
      then s.end_reason else 'none' end;
  end if;
  if s.abs_expires_at <= v_now then return 'absolute'; end if;
  if s.idle_expires_at <= v_now then return 'idle'; end if;
  if substring(p_pass from 53 for 32) <> s.device_hash then return 'device'; end if;
  if split_part(v_agent, '|', 1) <> s.browser then return 'browser'; end if;
  if split_part(v_agent, '|', 2) <> s.system then return 'system'; end if;
  return null;
end $$;

-- what the screens are told of a verdict
create or replace function guard.reason_of(p_verdict text) returns text language sql immutable
return case when p_verdict in ('device', 'browser', 'system') then 'unbound' when p_verdict = 'old' then 'none' else p_verdict end;

-- Why a session is refused, for whoever held it; nothing else is told. Whoever was displaced learns for a day by whom, as it was when that one came
-- in: an intruder who was shut out must not go on watching where the owner is.
create or replace function guard.refusal(s guard.session, p_verdict text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare b guard.session; v_now timestamptz := guard.clock();
begin
  if guard.reason_of(p_verdict) in ('none', 'unbound') then return jsonb_build_object('reason', guard.reason_of(p_verdict)); end if;
  if p_verdict = 'displaced' and s.ended_at > v_now - interval '1 day' then select * into b from guard.session x where x.id = s.ended_by and x.person_id = s.person_id; end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'reason', p_verdict,
    'secondsAgo', greatest(0, extract(epoch from v_now - coalesce(s.ended_at, least(s.idle_expires_at, s.abs_expires_at))))::bigint,
    -- so that the card does not speak of one session to somebody who may have five
    'limit', case when p_verdict = 'displaced' then (select a.session_limit from guard.account a where a.person_id = s.person_id) end,
    'by', case when b.id is not null and b.id <> s.id
      then jsonb_build_object('browser', b.browser, 'system', b.system, 'deviceType', b.device_type,
        'place', (select e.place from guard.session_event e where e.person_id = b.person_id and e.session_id = b.id and e.kind = 'init' limit 1)) end));
end $$;

-- The session of a pass, or RG001 with the reason, or RG003 when the page was rendered for somebody else. Refusing writes nothing,
-- since the caller's transaction is undone: guard.settle_refusal ends and records in one of its own.
create or replace function guard.live_session(p_pass bytea, p_person uuid) returns guard.session
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_verdict text;
begin
  select * into s from guard.session where id = guard.pass_session(p_pass);
  if s.id is null then raise exception 'no live session' using errcode = 'RG001', detail = '{"reason":"none"}'; end if;
  v_verdict := guard.judge(s, p_pass);
  if v_verdict not in ('none', 'old') is not false and p_person is not null and s.person_id <> p_person then
    raise exception 'other person' using errcode = 'RG003';
  end if;
  if v_verdict is not null then
    raise exception 'no live session' using errcode = 'RG001', detail = guard.refusal(s, v_verdict)::text;
  end if;
  if s.gen_used_at is null and guard.pass_gen(p_pass) = s.gen and current_setting('transaction_read_only') = 'off' then
    update guard.session x set gen_used_at = guard.clock() where x.id = s.id and x.gen = s.gen and x.gen_used_at is null;
  end if;
  return s;
end $$;

-- Whose session a pass proves, as live_session does, for those who need no more of it: what every request pays. The present token, in
-- use, from its own browser is judged in one indexed read, by the questions of guard.judge; anything else is left to live_session.
-- Bound when it is made (begin atomic), so no search_path reaches it, and it need not pay for pinning one.
create or replace function guard.verify(p_pass bytea, p_person uuid) returns uuid
language sql volatile security definer
begin atomic
  select coalesce(
    (select s.person_id from guard.session s
      where s.id = encode(substring(p_pass from 1 for 16), 'hex')::uuid and s.gen = substring(p_pass from 17 for 4)::integer
        and s.proof = substring(p_pass from 21 for 32) and s.ended_at is null and s.gen_used_at is not null
        and s.idle_expires_at > guard.clock() and s.abs_expires_at > guard.clock() and s.device_hash = substring(p_pass from 53 for 32)
        and split_part(convert_from(substring(p_pass from 85), 'UTF8'), '|', 1) = s.browser
        and split_part(convert_from(substring(p_pass from 85), 'UTF8'), '|', 2) = s.system
        and (p_person is null or p_person = s.person_id)),
    (guard.live_session(p_pass, p_person)).person_id);
end;
