-- What people see of their sessions, and the cosmetic cleaning.

drop function if exists guard.viewer(bytea, uuid);

-- who holds this session and where they may go
create or replace function guard.viewer(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; p guard.person; k guard.account;
begin
  s := guard.live_session(p_pass, p_person);
  select * into p from guard.person x where x.id = s.person_id;
  select * into k from guard.account x where x.person_id = s.person_id;
  return jsonb_build_object(
    'sessionId', s.id,
    'person', jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'locale', p.locale, 'timeZone', p.time_zone,
      'photo', guard.photo_version(p.id)),
    'session', jsonb_build_object('startedAt', s.created_at, 'lastSeenAt', s.last_seen_at, 'browser', s.browser, 'system', s.system,
      'deviceType', s.device_type, 'network', s.address, 'place', s.place, 'sessionLimit', k.session_limit,
      'secondsLeft', extract(epoch from least(s.idle_expires_at, s.abs_expires_at) - guard.clock())::bigint,
      'idleMinutes', round(extract(epoch from s.idle_expires_at - s.last_input_at) / 60)),
    'frozenOutOf', guard.frozen_out_of(s.person_id),
    'seen', (select coalesce(jsonb_agg(n.notice), '[]') from guard.notice_seen n where n.person_id = s.person_id),
    'workspaces', coalesce((
      with asks as materialized (
        -- looked at once per account: some people have hundreds of workspaces
        select x.account_id, y as policy, s.kind = 'user' and guard.lacks_factor(s, x.account_id, false) as lacks
          from (select distinct w.account_id from app.member m join app.workspace w on w.id = m.workspace_id
                 where m.person_id = s.person_id and m.blocked_at is null) x left join guard.account_policy y on y.account_id = x.account_id)
      select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'color', w.color, 'industry', w.industry,
          'timeZone', w.time_zone, 'isDemo', w.is_demo, 'role', m.role,
          'permissions', (select to_jsonb(c.permissions) from app.custom_role c where c.workspace_id = w.id and c.id = m.custom_role_id),
          'lacksFactor', guard.asks_factor(asked.policy, m.role) and not w.is_demo and asked.lacks, 'closed', guard.closed_because(w), 'colorNight', w.color_night,
          'logo', guard.logo_version(w.id), 'accountId', w.account_id, 'accountName', a.name,
          'owes', case when m.role = 'owner' and not w.is_demo then guard.standing_of(w.account_id) end)
        order by a.name, w.name)
      from app.member m join app.workspace w on w.id = m.workspace_id join app.account a on a.id = w.account_id
      left join asks asked on asked.account_id = w.account_id
      where m.person_id = s.person_id and m.blocked_at is null and w.deleted_at is null), '[]'));
end $$;

-- the caller's live sessions, newest login first
create or replace function guard.list_sessions(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := guard.clock();
begin
  s := guard.live_session(p_pass, p_person);
  return coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'isCurrent', x.id = s.id, 'startedAt', x.created_at, 'lastSeenAt', x.last_seen_at,
      'lastInputAt', x.last_input_at, 'browser', x.browser, 'system', x.system, 'deviceType', x.device_type, 'network', x.address, 'place', x.place) order by x.seq desc)
    from guard.session x where x.person_id = s.person_id and x.ended_at is null and x.kind = 'user' and x.idle_expires_at > v_now and x.abs_expires_at > v_now), '[]');
end $$;

-- Writes down that sessions are past their time: of the caller's person, or of everybody for a job. Answers how many.
create or replace function guard.clean_own_sessions(p_pass bytea, p_person uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session;
begin
  perform guard.locked_session(p_pass);
  s := guard.live_session(p_pass, p_person);
  return guard.end_expired(s.person_id);
end $$;

-- The job's form also makes and drops the months of events and forgets what is 90 days old. A person whose lock is taken waits for the next time.
create or replace function guard.clean_sessions() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; v_now timestamptz := guard.clock(); n integer := 0;
begin
  perform guard.keep_event_months();
  for v_person in
    select distinct s.person_id from guard.session s where s.ended_at is null and (s.idle_expires_at <= v_now or s.abs_expires_at <= v_now) limit 5000
  loop
    perform 1 from guard.account a where a.person_id = v_person for no key update skip locked;
    if found then n := n + guard.end_expired(v_person); end if;
  end loop;
  delete from guard.session s where s.ended_at < v_now - interval '90 days';
  delete from guard.session_event e where e.at < v_now - interval '90 days';
  -- a last step holds its attempt and then asks for its person's lock, which may be held here: what is in use is left for the next time
  delete from guard.login_attempt t using (select x.id from guard.login_attempt x where x.expires_at < v_now for update skip locked) gone where t.id = gone.id;
  perform guard.forget_brakes();
  delete from guard.federation f where f.expires_at < v_now;
  delete from guard.federated_claim c where c.expires_at < v_now;
  delete from guard.passkey_challenge c where c.expires_at < v_now;
  delete from guard.reset_link l where l.expires_at < v_now;
  delete from guard.own_code c where c.expires_at < v_now;
  delete from guard.email_undo u where u.expires_at < v_now;
  return n;
end $$;
