-- Three doors set the tenant of a transaction; there is no fourth.
-- Refusals carry a code: RG001 no live session, RG002 not in this workspace, RG003 another person's session in this browser,
-- RG004 not staff, RG005 a login whose proof ran out, RG006 a plan or account that is not there,
-- RG007 a login that lacks a factor.

drop function if exists guard.enter(bytea, uuid, uuid);

-- people. p_person, when given, is the person for whom the page was rendered
create or replace function guard.enter(p_pass bytea, p_person uuid, p_workspace uuid)
returns table (person_id uuid, session_id uuid, role text, name text, account_id uuid, is_demo boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; m app.member; w app.workspace;
begin
  s := guard.live_session(p_pass, p_person);
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
