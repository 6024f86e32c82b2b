-- What people see of their past, what they may take with them, and what they may have forgotten. All of it of the caller alone: the person
-- is the session's, never an argument. What ends, forgets or gives away asks for a proof of the last ten minutes.

-- What happened to the caller's sessions in 90 days, the latest first; `p_before` is the last id of the page above. Renewals of tokens and
-- steps on cards are nobody's reading.
create or replace function guard.list_events(p_pass bytea, p_person uuid, p_before bigint, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := guard.clock();
begin
  s := guard.live_session(p_pass, p_person);
  return (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', e.id, 'at', e.at, 'kind', e.kind, 'isCurrent', e.session_id = s.id,
      'browser', e.browser, 'system', e.system, 'deviceType', e.device_type, 'network', e.address, 'place', e.place, 'because', e.detail ->> 'because',
      'sessions', e.detail -> 'sessions', 'events', e.detail -> 'events', 'device', e.detail -> 'device', 'way', e.detail ->> 'way',
      'by', case when b.id is not null and b.id <> e.session_id
        then jsonb_build_object('isCurrent', b.id = s.id, 'browser', b.browser, 'system', b.system, 'place', b.place) end)) order by e.id desc), '[]')
    from (select x.* from guard.session_event x
           where x.person_id = s.person_id and x.kind not in ('renew', 'card') and x.at > v_now - interval '90 days' and (p_before is null or x.id < p_before)
           order by x.id desc limit p_limit) e
    -- a fresh proof was given by a way, everything else was done by a session
    left join guard.session b on b.id = case when e.kind <> 'step_up' then (e.detail ->> 'by')::uuid end and b.person_id = e.person_id);
end $$;

-- The browsers that the caller's account knows, the one that was used last first.
create or replace function guard.list_own_devices(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := guard.clock();
begin
  s := guard.live_session(p_pass, p_person);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'isCurrent', coalesce(d.id = s.device_id, false), 'browser', d.browser, 'system', d.system,
      'deviceType', d.kind, 'firstSeenAt', d.first_seen_at, 'lastSeenAt', d.last_seen_at, 'place', p.place,
      'trustedUntil', case when d.trusted_until > v_now then d.trusted_until end,
      'isLive', exists (select 1 from guard.session x where x.person_id = s.person_id and x.device_id = d.id and x.ended_at is null and x.kind = 'user'
                           and x.idle_expires_at > v_now and x.abs_expires_at > v_now)) order by d.id = s.device_id desc nulls last, d.last_seen_at desc, d.id), '[]')
    from (select x.* from guard.device x where x.person_id = s.person_id and x.revoked_at is null order by x.last_seen_at desc limit 100) d
    left join lateral (select x.place from guard.session x where x.person_id = s.person_id and x.device_id = d.id order by x.seq desc limit 1) p on true);
end $$;

-- Ends what is open on another of the caller's devices and, if asked, forgets it: who comes from it again comes from a new one. The device
-- in hand is left by logging out. Answers how many sessions ended, null when the caller has no such other device.
create or replace function guard.end_device(p_pass bytea, p_person uuid, p_device uuid, p_forget boolean) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); d guard.device; n integer;
begin
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  select * into d from guard.device x where x.id = p_device and x.person_id = s.person_id and x.revoked_at is null and x.id is distinct from s.device_id;
  if not found then return null; end if;
  n := guard.end_all(array(select x.id from guard.session x where x.person_id = s.person_id and x.device_id = d.id and x.ended_at is null and x.kind = 'user'),
    'terminated', s.id);
  if p_forget then
    delete from guard.device x where x.id = d.id;
    perform guard.note_event(s, 'forgotten', jsonb_build_object('device', jsonb_build_object('browser', d.browser, 'system', d.system)));
  end if;
  return n;
end $$;

-- All that is kept of the caller's sessions and their picture, to take away; that it was taken is an event too.
create or replace function guard.export_history(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); v_now timestamptz := guard.clock(); v_out jsonb;
begin
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  v_out := jsonb_build_object('exportedAt', v_now,
    'person', (select jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'phone', p.phone, 'locale', p.locale, 'timeZone', p.time_zone, 'createdAt', p.created_at)
      from guard.person p where p.id = s.person_id),
    'photo', (select jsonb_build_object('mime', f.mime, 'setAt', f.set_at, 'base64', translate(encode(f.bytes, 'base64'), E'\n', ''))
      from guard.person_photo f where f.person_id = s.person_id),
    'passkeys', (select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'isSynced', k.is_synced, 'createdAt', k.created_at, 'usedAt', k.used_at)
      order by k.created_at, k.id), '[]') from guard.passkey k where k.person_id = s.person_id),
    'linkedAccounts', (select coalesce(jsonb_agg(jsonb_build_object('provider', i.provider, 'email', i.email, 'linkedAt', i.linked_at, 'usedAt', i.used_at)
      order by i.linked_at, i.id), '[]') from guard.federated_identity i where i.person_id = s.person_id),
    'devices', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'browser', d.browser, 'system', d.system, 'deviceType', d.kind,
        'firstSeenAt', d.first_seen_at, 'lastSeenAt', d.last_seen_at) order by d.first_seen_at, d.id), '[]') from guard.device d where d.person_id = s.person_id),
    'sessions', (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'deviceId', x.device_id, 'kind', x.kind, 'browser', x.browser, 'system', x.system,
        'deviceType', x.device_type, 'network', x.address, 'country', x.country, 'place', x.place, 'provedBy', x.amr, 'startedAt', x.created_at,
        'lastSeenAt', x.last_seen_at, 'lastInputAt', x.last_input_at, 'endedAt', x.ended_at, 'endReason', x.end_reason) order by x.seq, x.id), '[]')
      from guard.session x where x.person_id = s.person_id),
    'sharedUse', jsonb_build_object('case', (select jsonb_build_object('state', c.state, 'score', c.score, 'detail', c.detail, 'contacts', c.contacts,
        'openedAt', c.opened_at, 'contestedAt', c.contested_at, 'weighedAt', c.weighed_at) from guard.sharing_case c where c.person_id = s.person_id),
      'signals', (select coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'day', g.day, 'at', g.at, 'evidence', g.evidence) order by g.at, g.key), '[]')
        from guard.sharing_signal g where g.person_id = s.person_id)),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'at', e.at, 'kind', e.kind, 'sessionId', e.session_id, 'browser', e.browser,
        'system', e.system, 'deviceType', e.device_type, 'network', e.address, 'place', e.place, 'detail', e.detail) order by e.id), '[]')
      from guard.session_event e where e.person_id = s.person_id));
  perform guard.note_event(s, 'exported', '{}');
  return v_out;
end $$;

-- Forgets the caller's ended sessions and events, but for the last day: whoever has just come in must not be able to take away the trace of
-- it, nor what lets a displaced session say that it was not its owner. The owner is written to. Answers how many of each.
create or replace function guard.erase_history(p_pass bytea, p_person uuid, p_sealed_alarm bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_locked(p_pass, p_person); v_until timestamptz; v_sessions integer; v_events integer;
begin
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  v_until := guard.clock() - interval '1 day';
  perform guard.end_expired(s.person_id);
  delete from guard.session x where x.person_id = s.person_id and x.ended_at < v_until;
  get diagnostics v_sessions = row_count;
  delete from guard.session_event e where e.person_id = s.person_id and e.at < v_until;
  get diagnostics v_events = row_count;
  delete from guard.sharing_signal g where g.person_id = s.person_id and g.at < v_until;
  insert into guard.history_erasure (at, person_id, session_id, sessions, events) values (guard.clock(), s.person_id, s.id, v_sessions, v_events);
  perform guard.warn_owner(s, 'history-erased', p_sealed_alarm);
  perform guard.note_event(s, 'erased', jsonb_build_object('sessions', v_sessions, 'events', v_events));
  return jsonb_build_object('sessions', v_sessions, 'events', v_events);
end $$;

-- The caller's own name, language and time zone; null leaves one as it is. Where a company knows them by the former name it learns the new one.
create or replace function guard.set_profile(p_pass bytea, p_person uuid, p_name text, p_locale text, p_time_zone text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session; v_former text; p guard.person;
begin
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  select x.name into v_former from guard.person x where x.id = s.person_id for no key update;
  update guard.person x set name = coalesce(p_name, x.name), locale = coalesce(p_locale, x.locale), time_zone = coalesce(p_time_zone, x.time_zone)
   where x.id = s.person_id returning * into p;
  if p.name <> v_former then update app.member m set name = p.name where m.person_id = s.person_id and m.name = v_former; end if;
  return jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'locale', p.locale, 'timeZone', p.time_zone,
    'photo', guard.photo_version(p.id));
end $$;
