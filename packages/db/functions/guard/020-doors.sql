-- Three doors set the tenant of a transaction; there is no fourth.
-- Refusals carry a code: RG001 no live session, RG002 not in this workspace, RG003 another person's session in this browser.

-- why a session is refused, for the person who held it; nothing else is told
create or replace function guard.refusal(p_token_hash bytea) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; b guard.session; v_reason text;
begin
  select * into s from guard.session where token_hash = p_token_hash;
  if not found then return jsonb_build_object('reason', 'none'); end if;
  v_reason := coalesce(s.end_reason, case when s.abs_expires_at <= clock_timestamp() then 'absolute' else 'idle' end);
  if s.ended_by is not null then select * into b from guard.session where id = s.ended_by; end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'reason', v_reason,
    'secondsAgo', extract(epoch from clock_timestamp() - coalesce(s.ended_at, least(s.idle_expires_at, s.abs_expires_at)))::bigint,
    'by', case when b.id is not null and b.person_id = s.person_id
      then jsonb_build_object('browser', b.browser, 'system', b.system, 'deviceType', b.device_type, 'place', b.place) end));
end $$;

create or replace function guard.live_session(p_token_hash bytea, p_person uuid) returns guard.session
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  select * into s from guard.session where token_hash = p_token_hash;
  if found and p_person is not null and s.person_id <> p_person then
    raise exception 'other person' using errcode = 'RG003';
  end if;
  if not found or s.ended_at is not null
     or s.idle_expires_at <= clock_timestamp() or s.abs_expires_at <= clock_timestamp() then
    raise exception 'no live session' using errcode = 'RG001', detail = guard.refusal(p_token_hash)::text;
  end if;
  return s;
end $$;

-- people. p_person, when given, is the person for whom the page was rendered
create or replace function guard.enter(p_token_hash bytea, p_person uuid, p_workspace uuid)
returns table (person_id uuid, session_id uuid, role text, name text, account_id uuid, is_demo boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; m app.member; w app.workspace;
begin
  s := guard.live_session(p_token_hash, p_person);
  select * into m from app.member x where x.workspace_id = p_workspace and x.person_id = s.person_id;
  if not found or m.blocked_at is not null then
    raise exception 'not a member' using errcode = 'RG002';
  end if;
  select * into w from app.workspace x where x.id = p_workspace;
  perform guard.set_context(p_workspace, 'person', s.person_id::text, m.role);
  return query select s.person_id, s.id, m.role, m.name, w.account_id, w.is_demo;
end $$;

-- access links and API keys: the secret itself names the workspace
create or replace function guard.enter_key(p_secret_hash bytea)
returns table (key_id uuid, workspace_id uuid, kind text, role text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare k guard.access_key;
begin
  select * into k from guard.access_key a where a.secret_hash = p_secret_hash;
  if not found or k.revoked_at is not null or k.expires_at <= clock_timestamp() then
    raise exception 'no live key' using errcode = 'RG001', detail = '{"reason":"none"}';
  end if;
  perform guard.set_context(k.workspace_id, k.kind, k.id::text, k.role);
  return query select k.id, k.workspace_id, k.kind, k.role;
end $$;

-- the worker and the jobs, with the reason that stands in the audit
create or replace function guard.enter_system(p_workspace uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  perform guard.set_context(p_workspace, 'system', replace(p_reason, '|', '/'), 'system');
end $$;
