-- Three doors set the tenant of a transaction; there is no fourth.
-- Refusals carry a code: RG001 no live session, RG002 not in this workspace, RG003 another person's session in this browser,
-- RG004 not staff, RG005 a login whose proof ran out, RG006 a plan or account that is not there,
-- RG007 a login that lacks a factor, RG008 an act that asks for a fresh proof,
-- RG009 a workspace whose plan asks its owners and admins for a second factor that this session has not proved,
-- RG011 a right that a role of the company's own lacks, RG012 an address that is not on the account's list,
-- RG013 a login that has to wait since the account has just changed hands too often.

drop function if exists guard.enter(bytea, uuid, uuid), guard.enter_key(bytea);

-- why a workspace is for reading only, null while it works; both stand in its own row, so that the door asks nothing more
create or replace function guard.closed_because(w app.workspace) returns text
language sql immutable set search_path = pg_catalog, pg_temp
return case when w.deactivated_at is not null then 'cancelled' when w.archived_at is not null then 'archived' when w.frozen_at is not null then 'frozen' end;

-- Which conversations a member sees. Roles that read all of them, and companies whose plan does not tell people apart, see them all; where
-- nobody has chosen, a plan that does tell them apart shows people their own.
create or replace function guard.reach_of(p_role text, p_permissions text[], w app.workspace) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_role in ('owner', 'admin', 'manager', 'viewer') or 'conversations.readAll' = any (p_permissions) then return ''; end if;
  if not exists (select 1 from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
      where a.id = w.account_id and v.body -> 'features' ? 'visibility') then
    return '';
  end if;
  return case coalesce(w.visibility, 'own') when 'all' then '' else coalesce(w.visibility, 'own') end;
end $$;

-- what of somebody's rights whoever acts in their name has, where writing was granted: looking and answering
create or replace function guard.rights_in_name(p_rights text[]) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
return array(select r from unnest(p_rights) r where r ~ '\.read(All)?$' or r in ('contacts.write', 'conversations.write', 'conversations.assign'));

-- people, and visitors by a link. p_person, when given, is the person for whom the page was rendered
create or replace function guard.enter(p_pass bytea, p_person uuid, p_workspace uuid)
returns table (person_id uuid, session_id uuid, role text, name text, account_id uuid, is_demo boolean, kind text, permissions text[], closed text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; s guard.session; m app.member; w app.workspace; p guard.account_policy; v_role text; v_rights text[]; v_closed text; v_reach text;
begin
  -- a visitor's pass is told by its length
  if octet_length(p_pass) = 80 then return query select * from guard.enter_link(p_pass, p_workspace); return; end if;
  v_person := guard.verify(p_pass, p_person);
  select * into m from app.member x where x.workspace_id = p_workspace and x.person_id = v_person;
  if not found or m.blocked_at is not null then
    raise exception 'not a member' using errcode = 'RG002';
  end if;
  select * into w from app.workspace x where x.id = p_workspace;
  -- hidden from everybody, owners included, until one of them takes that back
  if w.deleted_at is not null then raise exception 'not a member' using errcode = 'RG002'; end if;
  v_closed := case when w.deactivated_at is not null then 'cancelled' when w.archived_at is not null then 'archived' when w.frozen_at is not null then 'frozen' end;
  select * into s from guard.session x where x.id = guard.pass_session(p_pass);
  select * into p from guard.account_policy x where x.account_id = w.account_id;
  v_role := m.role;
  if m.role = 'custom' then
    select c.permissions into v_rights from app.custom_role c where c.workspace_id = p_workspace and c.id = m.custom_role_id;
  end if;
  v_reach := guard.reach_of(m.role, v_rights, w);
  if s.kind = 'impersonation' then
    -- Whoever acts in another's name looks, at no more than they may, and answers where that was granted. People, teams, roles, links,
    -- connections and settings are never theirs to change.
    if s.may_write then v_rights := guard.rights_in_name(guard.role_rights(m.role, v_rights)); v_role := 'custom';
    elsif m.role = 'custom' then v_rights := array(select r from unnest(v_rights) r where r ~ '\.read(All)?$');
    else v_role := 'viewer'; end if;
  elsif guard.asks_factor(p, m.role) and guard.lacks_factor(s, w.account_id, w.is_demo) then
    raise exception 'a second factor is needed here' using errcode = 'RG009';
  end if;
  -- Recado's own people come from elsewhere, and their visit stands in the audit
  if s.kind = 'user' and p.allow_list is not null then perform guard.keep_list(p, guard.pass_address(p_pass), m.role); end if;
  -- a role of the company's own that only looks is one that writes nothing, like the roles by name that do; where a workspace is for reading
  -- only, everybody looks
  perform guard.set_context(p_workspace, 'person', v_person::text,
    case when v_closed is not null then 'viewer' when v_role <> 'custom' or exists (select 1 from unnest(v_rights) r where r !~ '\.read(All)?$') then v_role else 'custom_read' end,
    v_reach, case when s.kind <> 'impersonation' then v_person end);
  return query select v_person, s.id, v_role, m.name, w.account_id, w.is_demo, case s.kind when 'impersonation' then 'staff' else 'person' end, v_rights, v_closed;
end $$;

-- The same door for a hot read, which authorises by it alone: the roles by name have the right, one of the company's own may lack it (RG011).
create or replace function guard.enter_for(p_pass bytea, p_person uuid, p_workspace uuid, p_right text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare e record;
begin
  select * into e from guard.enter(p_pass, p_person, p_workspace);
  if e.permissions is not null and not p_right = any (e.permissions) then
    raise exception 'not allowed' using errcode = 'RG011', detail = jsonb_build_object('needs', p_right)::text;
  end if;
end $$;

drop function if exists guard.lacks_factor(uuid, uuid, boolean);

-- Whether an account's plan asks those who run it for a second factor that this session has not proved; demos ask nobody. That the person has one
-- is not enough: the session may be of somebody who came in by the password before it was set up. A passkey is both factors, and a device that
-- was trusted when the session began stands in for one, as it does at the login.
create or replace function guard.lacks_factor(s guard.session, p_account uuid, p_is_demo boolean) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_is_demo or not exists (
      select 1 from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
       where a.id = p_account and v.body -> 'features' ? 'adminTwoFactor') then
    return false;
  end if;
  if 'passkey' = any (s.amr) then return false; end if;
  return guard.second_factors(s.person_id) = '{}' or not (s.amr && array['totp', 'recovery'] or 'phone' = any (s.amr[2:])
    or exists (select 1 from guard.device d where d.id = s.device_id and d.revoked_at is null and d.trusted_until > s.created_at));
end $$;

-- API keys: the secret itself names the workspace, p_address is where it was presented from, and the rights are the key's or the present ones of
-- whoever made it, whichever are less: a key of somebody who left, is shut out or may not even look opens nothing. A link's secret opens nothing by
-- itself; see 048-links.sql
create or replace function guard.enter_key(p_secret_hash bytea, p_address inet default null)
returns table (key_id uuid, workspace_id uuid, kind text, role text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare k guard.access_key; w app.workspace; m app.member; v_own text[]; v_level integer; v_role text;
begin
  select * into k from guard.access_key a where a.secret_hash = p_secret_hash;
  if not found or k.kind <> 'key' or k.revoked_at is not null or k.expires_at <= clock_timestamp() then
    raise exception 'no live key' using errcode = 'RG001', detail = '{"reason":"none"}';
  end if;
  select * into w from app.workspace x where x.id = k.workspace_id;
  if w.deleted_at is not null then raise exception 'no live key' using errcode = 'RG001', detail = '{"reason":"none"}'; end if;
  select * into m from app.member x where x.workspace_id = k.workspace_id and x.person_id = k.granted_by and x.blocked_at is null;
  v_own := guard.custom_rights(m.workspace_id, m.custom_role_id);
  v_level := least(guard.link_level(case k.role when 'api' then 'link_agent' else k.role end, null), guard.link_level(m.role, v_own));
  if m.person_id is null or v_level = 0 or exists (select 1 from guard.account a where a.person_id = m.person_id and a.disabled_at is not null) then
    raise exception 'no live key' using errcode = 'RG001', detail = '{"reason":"none"}';
  end if;
  perform guard.keep_list((select x from guard.account_policy x where x.account_id = w.account_id), p_address, null);
  v_role := case when guard.closed_because(w) is not null then 'link_read' when k.role = 'api' and v_level = 2 then 'api'
    else (array['link_read', 'link_agent', 'link_admin'])[v_level] end;
  perform guard.set_context(k.workspace_id, k.kind, k.id::text, v_role, guard.reach_of(m.role, v_own, w));
  return query select k.id, k.workspace_id, k.kind, v_role;
end $$;

-- the worker and the jobs, with the reason that stands in the audit
create or replace function guard.enter_system(p_workspace uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  perform guard.set_context(p_workspace, 'system', replace(p_reason, '|', '/'), 'system', '');
end $$;

-- The same door for what is to be done in one conversation, for the jobs alone: where it is somebody's own it shows them that person's, unless it is
-- about to go.
create or replace function guard.enter_system(p_workspace uuid, p_reason text, p_conversation uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  perform guard.set_context(p_workspace, 'system', replace(p_reason, '|', '/'), 'system', '', (
    select v.personal_to from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation and v.personal_until is null));
end $$;
