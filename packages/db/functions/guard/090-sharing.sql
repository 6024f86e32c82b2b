-- Logins that several people seem to use. What is found is the rules' (packages/core/src/growth); here is what they read, what is kept of it, and who may
-- do what about it. Nothing here ends a session.

-- Who may take a case from one state to another. The staff takes nothing from a plan that has room for several by now.
create or replace function guard.sharing_may(p_from text, p_to text, p_by text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case p_by
    when 'job' then p_from is null and p_to = 'open' or p_from in ('open', 'explained', 'contested') and p_to = 'converted'
    when 'person' then p_from in ('open', 'explained') and p_to = 'contested'
    when 'staff' then p_from = 'open' and p_to in ('explained', 'ignored') or p_from = 'explained' and p_to in ('open', 'ignored')
      or p_from = 'contested' and p_to in ('open', 'explained', 'ignored') or p_from = 'ignored' and p_to = 'open'
    else false end is true
$$;

-- One step of a case whose row is locked; false where it may not be taken.
create or replace function guard.step_sharing(p_person uuid, p_to text, p_by text, p_staff uuid, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare c guard.sharing_case;
begin
  select * into c from guard.sharing_case x where x.person_id = p_person for update;
  if not found or not guard.sharing_may(c.state, p_to, p_by) then return false; end if;
  update guard.sharing_case x set state = p_to, opened_at = case when p_to = 'open' then coalesce(x.opened_at, guard.clock()) else x.opened_at end,
      contested_at = case when p_to = 'contested' then guard.clock() else x.contested_at end
   where x.person_id = p_person;
  insert into guard.sharing_step (person_id, at, from_state, to_state, by, staff_id, reason, score)
    values (p_person, guard.clock(), c.state, p_to, p_by, p_staff, p_reason, c.score);
  return true;
end $$;

-- The next people to look at: who owns an account whose plan is for one, and has logged in within the last day or is still known by something.
create or replace function guard.list_sharing_due(p_after uuid, p_limit integer) returns table (person_id uuid, account_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select distinct on (m.person_id) m.person_id, w.account_id
    from app.member m join app.workspace w on w.id = m.workspace_id join app.account a on a.id = w.account_id
    join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where m.role = 'owner' and m.blocked_at is null and w.deleted_at is null and not w.is_demo and (v.body -> 'seats' ->> 'max')::integer = 1
     and (p_after is null or m.person_id > p_after)
     and (exists (select 1 from guard.session s where s.person_id = m.person_id and s.created_at > guard.clock() - interval '1 day')
       or exists (select 1 from guard.sharing_case c where c.person_id = m.person_id and c.score > 0))
   order by m.person_id, w.account_id limit p_limit
$$;

-- What the rules read of one person: two weeks of sessions as they were opened, what was pressed on cards, what was found before, and how many contacts
-- wrote or were written to in 90 days.
create or replace function guard.sharing_history(p_person uuid, p_account uuid, p_days integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_now timestamptz := guard.clock(); v_since timestamptz := v_now - make_interval(days => p_days);
begin
  return jsonb_build_object('now', v_now, 'zone', (select p.time_zone from guard.person p where p.id = p_person),
    'contestedAt', (select c.contested_at from guard.sharing_case c where c.person_id = p_person),
    'contacts', (select count(distinct (v.workspace_id, v.contact_id)) from app.workspace w join app.conversation v on v.workspace_id = w.id
      where w.account_id = p_account and w.deleted_at is null and v.last_message_at > v_now - interval '90 days'),
    'sessions', (select coalesce(jsonb_agg(jsonb_build_object('session', s.id, 'event', e.id, 'device', coalesce(s.device_id, s.id), 'browser', s.browser,
        'system', s.system, 'deviceType', s.device_type, 'network', coalesce(e.address, s.address), 'place', coalesce(e.place, s.place),
        'startedAt', s.created_at, 'lastInputAt', s.last_input_at, 'endReason', s.end_reason, 'endedBy', s.ended_by,
        'isTrusted', coalesce(d.trusted_until > v_now and d.revoked_at is null, false)) order by s.created_at, s.seq), '[]')
      from guard.session s left join guard.device d on d.id = s.device_id
      left join (select x.id, x.session_id, x.address, x.place from guard.session_event x where x.person_id = p_person and x.kind = 'init' and x.at > v_since) e
        on e.session_id = s.id
      where s.person_id = p_person and s.kind = 'user' and s.created_at > v_since),
    'words', (select coalesce(jsonb_agg(jsonb_build_object('event', e.id, 'at', e.at, 'session', e.session_id, 'says', e.detail ->> 'action') order by e.id), '[]')
      from guard.session_event e where e.person_id = p_person and e.kind = 'card' and e.detail ->> 'action' in ('several', 'mine') and e.at > v_since),
    'kept', (select coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'key', g.key, 'day', g.day, 'at', g.at, 'isStrong', g.is_strong, 'evidence', g.evidence)
        order by g.at, g.key), '[]') from guard.sharing_signal g where g.person_id = p_person and g.at <= v_since));
end $$;

-- Keeps what was found since a moment in place of what was found there before, and what it amounts to. The same findings twice are the same rows. A case
-- opens once, when there is enough; whoever said that it is all them, or was let be by the staff, stays so. Answers the state.
create or replace function guard.keep_sharing(p_person uuid, p_account uuid, p_since timestamptz, p_signals jsonb, p_score integer, p_detail jsonb,
  p_contacts integer, p_reached boolean) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_score > 0 or p_signals <> '[]' or exists (select 1 from guard.sharing_case c where c.person_id = p_person) then
    insert into guard.sharing_case as c (person_id, account_id, score, detail, contacts, weighed_at)
      values (p_person, p_account, p_score, p_detail, p_contacts, guard.clock())
      on conflict (person_id) do update set account_id = excluded.account_id, score = excluded.score, detail = excluded.detail, contacts = excluded.contacts,
        weighed_at = excluded.weighed_at;
  end if;
  -- the case's row is the lock: two that look at one person at once follow each other
  delete from guard.sharing_signal g where g.person_id = p_person and g.at > p_since
    and not exists (select 1 from jsonb_array_elements(p_signals) x where x ->> 'key' = g.key);
  insert into guard.sharing_signal as g (person_id, key, kind, day, at, is_strong, evidence)
    select p_person, x ->> 'key', x ->> 'kind', (x ->> 'day')::date, (x ->> 'at')::timestamptz, (x ->> 'isStrong')::boolean, x -> 'evidence'
      from jsonb_array_elements(p_signals) x
    on conflict (person_id, key) do update set at = excluded.at, is_strong = excluded.is_strong, evidence = excluded.evidence
     where (g.at, g.is_strong, g.evidence) is distinct from (excluded.at, excluded.is_strong, excluded.evidence);
  if p_reached then perform guard.step_sharing(p_person, 'open', 'job', null, ''); end if;
  return (select c.state from guard.sharing_case c where c.person_id = p_person);
end $$;

-- Cases whose account is for several by now are done; what is 90 days old is forgotten. Answers how many were converted.
create or replace function guard.settle_sharing() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; n integer := 0;
begin
  for v_person in
    select c.person_id from guard.sharing_case c join app.account a on a.id = c.account_id
      join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
     where c.state in ('open', 'explained', 'contested') and coalesce((v.body -> 'seats' ->> 'max')::integer, 2) > 1
  loop
    if guard.step_sharing(v_person, 'converted', 'job', null, '') then n := n + 1; end if;
  end loop;
  delete from guard.sharing_signal g where g.at < guard.clock() - interval '90 days';
  delete from guard.sharing_case c where c.state is null and not exists (select 1 from guard.sharing_signal g where g.person_id = c.person_id);
  return n;
end $$;

-- ───────────── whose login it is ─────────────
-- What was seen, for whoever it is about, once there is a case; null where there is none, and where the staff let it be.
create or replace function guard.own_sharing(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; c guard.sharing_case;
begin
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  select * into c from guard.sharing_case x where x.person_id = s.person_id and x.state in ('open', 'explained', 'contested');
  if not found then return null; end if;
  return jsonb_build_object('state', c.state, 'contestedAt', c.contested_at, 'signals', guard.signals_seen(s.person_id, 30));
end $$;

-- The latest of what was seen of a person, without sessions and networks.
create or replace function guard.signals_seen(p_person uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('key', g.key, 'kind', g.kind, 'day', g.day, 'at', g.at, 'count', g.evidence -> 'count', 'between', g.evidence -> 'between')
      order by g.at desc, g.key), '[]')
    from (select x.* from guard.sharing_signal x where x.person_id = p_person and x.kind <> 'contacts' order by x.at desc, x.key limit p_limit) g
$$;

-- "It is all me", with a fresh proof. Answers whether it is news.
create or replace function guard.contest_sharing(p_pass bytea, p_person uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  perform guard.require_own(s);
  return guard.step_sharing(s.person_id, 'contested', 'person', null, '');
end $$;

-- ───────────── Recado's own people ─────────────
-- A page of cases in one state, the highest score first; `p_before` is {score, personId} of the last of the page above.
create or replace function guard.list_sharing(p_pass bytea, p_person uuid, p_trace jsonb, p_state text, p_before jsonb, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('personId', c.person_id, 'name', p.name, 'email', p.email, 'account', a.name, 'plan', a.plan, 'state', c.state,
      'score', c.score, 'detail', c.detail, 'contacts', c.contacts, 'openedAt', c.opened_at, 'contestedAt', c.contested_at, 'weighedAt', c.weighed_at,
      'signals', guard.signals_seen(c.person_id, 5)) order by c.score desc, c.person_id desc), '[]') into v_rows
    from (select x.* from guard.sharing_case x where x.state = p_state
             and (p_before is null or (x.score, x.person_id) < ((p_before ->> 'score')::integer, (p_before ->> 'personId')::uuid))
           order by x.score desc, x.person_id desc limit p_limit) c
    join guard.person p on p.id = c.person_id join app.account a on a.id = c.account_id;
  if v_rows <> '[]' then perform guard.note_staff_look(w.person_id, w.session_id, 'sharing.read', p_state, p_trace); end if;
  return v_rows;
end $$;

-- Another state, with a reason; null where there is no such case, false where it may not be taken there from where it is by now.
create or replace function guard.move_sharing(p_pass bytea, p_person uuid, p_trace jsonb, p_of uuid, p_to text, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_from text;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select c.state into v_from from guard.sharing_case c where c.person_id = p_of and c.state is not null for update;
  if not found then return null; end if;
  if not guard.step_sharing(p_of, p_to, 'staff', w.person_id, p_reason) then return false; end if;
  perform guard.note_staff_action(w.person_id, w.session_id, 'sharing.moved', p_of::text, jsonb_build_object('from', v_from, 'to', p_to, 'reason', p_reason), p_trace);
  return true;
end $$;
