-- Only these functions create or end a session.

-- One call, one transaction: the person's row is the lock and the order; then expire, displace, take the lowest free slot.
create or replace function guard.open_session(
  p_person uuid, p_token_hash bytea, p_device_hash bytea, p_browser text, p_system text, p_device_type text, p_address inet,
  p_idle interval, p_absolute interval, p_former_token_hash bytea)
returns table (session_id uuid, device_known boolean, displaced integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s' set statement_timeout = '5s'
as $$
declare
  v_limit smallint; v_seq bigint; v_now timestamptz; v_new uuid := gen_random_uuid(); v_slot smallint;
  v_device uuid; v_known boolean := false; v_out uuid[]; v_former uuid[];
begin
  update guard.person p set login_seq = p.login_seq + 1 where p.id = p_person and p.disabled_at is null
    returning p.session_limit, p.login_seq into v_limit, v_seq;
  if not found then raise exception 'account unavailable' using errcode = '28000'; end if;
  v_now := clock_timestamp(); -- after the lock: now() would predate a winner that we waited for

  select d.id into v_device from guard.device d where d.secret_hash = p_device_hash and d.person_id = p_person and d.revoked_at is null;
  if found then
    v_known := true;
    update guard.device d set last_seen_at = v_now, browser = p_browser, system = p_system where d.id = v_device;
  else
    insert into guard.device (person_id, secret_hash, browser, system, kind) values (p_person, p_device_hash, p_browser, p_system, p_device_type)
      on conflict (secret_hash) do nothing returning id into v_device;
  end if;

  update guard.session s set ended_at = v_now, end_reason = case when s.abs_expires_at <= v_now then 'absolute' else 'idle' end
   where s.person_id = p_person and s.ended_at is null and (s.idle_expires_at <= v_now or s.abs_expires_at <= v_now);

  -- the session whose cookie this browser held is replaced, whoever's it was: its other tabs must go dark
  with gone as (
    update guard.session s set ended_at = v_now, end_reason = 'replaced', ended_by = v_new
     where s.token_hash = p_former_token_hash and s.ended_at is null returning s.id)
  select coalesce(array_agg(id), '{}') into v_former from gone;

  with live as (
    select s.id, s.seq, s.device_id from guard.session s where s.person_id = p_person and s.ended_at is null and s.kind = 'user'),
  excess as (
    -- a browser whose device is another person's has none here, and is not the same as another such browser
    select l.id from live l order by coalesce(l.device_id = v_device, false) desc, l.seq
     limit greatest(0, (select count(*) from live) - (v_limit - 1))),
  gone as (
    update guard.session s set ended_at = v_now, end_reason = 'displaced', ended_by = v_new from excess where s.id = excess.id returning s.id)
  select coalesce(array_agg(id), '{}') into v_out from gone;

  select g into v_slot from generate_series(1, v_limit) g
   where not exists (select 1 from guard.session s where s.person_id = p_person and s.slot = g and s.ended_at is null and s.kind = 'user')
   order by g limit 1;
  insert into guard.session (id, person_id, slot, seq, token_hash, device_id, browser, system, device_type, address,
      created_at, last_seen_at, last_input_at, idle_expires_at, abs_expires_at)
    values (v_new, p_person, v_slot, v_seq, p_token_hash, v_device, p_browser, p_system, p_device_type,
      -- the network, not the host
      case when p_address is null then null when family(p_address) = 4 then network(set_masklen(p_address, 24))::cidr else network(set_masklen(p_address, 48))::cidr end,
      v_now, v_now, v_now, v_now + p_idle, v_now + p_absolute);
  insert into guard.session_event (person_id, session_id, kind, detail)
    select p_person, d, 'displaced', jsonb_build_object('by', v_new) from unnest(v_out) d
    union all select p_person, v_new, 'init', '{}';
  if cardinality(v_out || v_former) > 0 then
    -- rare, so it may notify inside; the row is the truth, this is the hint
    perform pg_notify('recado_session', array_to_string(v_out || v_former, ','));
  end if;
  return query select v_new, v_known, cardinality(v_out);
end $$;

create or replace function guard.end_session(p_token_hash bytea, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  if p_reason not in ('logout', 'terminated') then raise exception 'unknown reason' using errcode = '22023'; end if;
  update guard.session x set ended_at = clock_timestamp(), end_reason = p_reason
   where x.token_hash = p_token_hash and x.ended_at is null returning * into s;
  if not found then return false; end if;
  insert into guard.session_event (person_id, session_id, kind) values (s.person_id, s.id, p_reason);
  perform pg_notify('recado_session', s.id::text);
  return true;
end $$;

-- Marks sessions that ran out, for those who look at lists; the doors refuse them anyway. Answers how many.
create or replace function guard.end_expired_sessions() returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with expired as (
    -- never waits for a login under way, which ends the same sessions in an order of its own
    select s.id from guard.session s where s.ended_at is null
       and (s.idle_expires_at <= clock_timestamp() or s.abs_expires_at <= clock_timestamp()) for update skip locked),
  gone as (
    update guard.session s set ended_at = least(s.idle_expires_at, s.abs_expires_at),
        end_reason = case when s.abs_expires_at <= clock_timestamp() then 'absolute' else 'idle' end
      from expired e where s.id = e.id returning s.id, s.person_id, s.end_reason, s.ended_at),
  told as (
    insert into guard.session_event (person_id, session_id, kind, at) select g.person_id, g.id, g.end_reason, g.ended_at from gone g returning 1)
  select count(*)::integer from told
$$;

-- the heartbeat: only real input prolongs a session. Answers the milliseconds left
create or replace function guard.renew_activity(p_token_hash bytea, p_person uuid, p_idle_for interval, p_idle interval) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := clock_timestamp(); v_input timestamptz;
begin
  s := guard.live_session(p_token_hash, p_person);
  v_input := greatest(s.last_input_at, v_now - greatest(p_idle_for, interval '0'));
  if v_now - s.last_seen_at > interval '60 seconds' or v_input - s.last_input_at > interval '60 seconds' then
    update guard.session x set last_seen_at = v_now, last_input_at = v_input, idle_expires_at = v_input + p_idle
     where x.id = s.id and x.ended_at is null;
  end if;
  return extract(epoch from least(v_input + p_idle, s.abs_expires_at) - v_now)::bigint * 1000;
end $$;

-- who holds this session and where they may go; null person when the session does not live, with the reason
create or replace function guard.viewer(p_token_hash bytea, p_person uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; p guard.person;
begin
  s := guard.live_session(p_token_hash, p_person);
  select * into p from guard.person x where x.id = s.person_id;
  return jsonb_build_object(
    'sessionId', s.id,
    'person', jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'locale', p.locale, 'timeZone', p.time_zone),
    'session', jsonb_build_object('startedAt', s.created_at, 'lastSeenAt', s.last_seen_at, 'browser', s.browser, 'system', s.system,
      'deviceType', s.device_type, 'network', s.address, 'place', s.place, 'sessionLimit', p.session_limit,
      'secondsLeft', extract(epoch from least(s.idle_expires_at, s.abs_expires_at) - clock_timestamp())::bigint),
    'workspaces', coalesce((
      select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'color', w.color, 'industry', w.industry,
          'timeZone', w.time_zone, 'isDemo', w.is_demo, 'role', m.role, 'accountId', w.account_id, 'accountName', a.name)
        order by a.name, w.name)
      from app.member m join app.workspace w on w.id = m.workspace_id join app.account a on a.id = w.account_id
      where m.person_id = s.person_id and m.blocked_at is null), '[]'));
end $$;
