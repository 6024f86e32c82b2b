-- People of a workspace: what they may give and to whom, who is taken out, and who has what they leave. Everything here is called inside a
-- transaction that came through the door, and begins with guard.act_on_people, whose lock on the account's row puts all of it in one order:
-- account, workspaces, members, then people by their lock rows.

-- What a role may, as packages/core/src/kernel/permissions.ts says it; a test compares the two. p_own is the list of a custom role.
create or replace function guard.role_rights(p_role text, p_own text[]) returns text[]
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
declare
  v_seeing text[] := array['workspace.read', 'members.read', 'channels.read', 'contacts.read', 'conversations.read'];
  v_answering text[] := v_seeing || array['contacts.write', 'conversations.write'];
  v_admin text[] := v_answering || array['conversations.readAll', 'conversations.assign', 'tags.write', 'teams.write', 'contacts.merge', 'workspace.update', 'workspace.archive',
    'security.read', 'members.invite', 'members.update', 'members.remove', 'roles.write', 'links.read', 'links.write', 'audit.read', 'audit.export',
    'data.export', 'channels.connect'];
  v_owner text[] := v_admin || array['workspace.create', 'workspace.transfer', 'workspace.delete', 'security.update'];
begin
  return case p_role
    when 'owner' then v_owner
    when 'admin' then v_admin
    when 'manager' then v_answering || array['conversations.readAll', 'conversations.assign', 'tags.write', 'teams.write', 'contacts.merge']
    when 'agent' then v_answering
    when 'viewer' then v_seeing || array['conversations.readAll']
    -- what is an owner's alone is in no role of the company's own
    when 'custom' then array(select r from unnest(v_admin) r where r = any (p_own))
    else '{}' end;
end $$;

create or replace function guard.custom_rights(p_workspace uuid, p_role uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select c.permissions from app.custom_role c where c.workspace_id = p_workspace and c.id = p_role $$;

create or replace function guard.member_rights(m app.member) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select guard.role_rights(m.role, guard.custom_rights(m.workspace_id, m.custom_role_id)) $$;

-- Nobody gives, takes or touches what goes beyond themselves; owners are made and unmade by owners alone.
create or replace function guard.reaches(p_own_role text, p_own text[], p_role text, p_rights text[]) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select p_own_role = 'owner' or (p_role <> 'owner' and p_rights <@ p_own) $$;

-- Who acts, once the account's row is theirs: their session lives still, it is their own, they are in the workspace still and have the right.
-- Whoever waited for the lock is judged by what is so now. RG002 when anything of it is not so, RG008 when the act asks for a fresh proof.
create or replace function guard.act_on_people(p_pass bytea, p_person uuid, p_needs text, p_asks_for_proof boolean)
returns table (account_id uuid, workspace_id uuid, person_id uuid, role text, rights text[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare v text[] := guard.context(); v_account uuid; s guard.session; m app.member; v_rights text[];
begin
  if v is null or v[2] <> 'person' then raise exception 'nobody acts' using errcode = 'RG002'; end if;
  v_account := guard.lock_account_of(v[1]::uuid);
  -- it may have been deleted while this waited
  if exists (select 1 from app.workspace w where w.id = v[1]::uuid and w.deleted_at is not null) then raise exception 'not a member' using errcode = 'RG002'; end if;
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  select * into m from app.member x where x.workspace_id = v[1]::uuid and x.person_id = s.person_id and x.blocked_at is null;
  if not found or s.person_id::text <> v[3] then raise exception 'not a member' using errcode = 'RG002'; end if;
  v_rights := guard.member_rights(m);
  if p_needs is not null and not p_needs = any (v_rights) then raise exception 'may not' using errcode = 'RG002'; end if;
  if p_asks_for_proof then perform guard.require_step_up(s); end if;
  return query select v_account, m.workspace_id, m.person_id, m.role, v_rights;
end $$;

-- Takes the row of the account that a workspace belongs to. While we waited it may have gone to another one.
create or replace function guard.lock_account_of(p_workspace uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid; v_now uuid;
begin
  loop
    select w.account_id into v_account from app.workspace w where w.id = p_workspace;
    if not found then raise exception 'no such workspace' using errcode = 'RG002'; end if;
    perform 1 from app.account a where a.id = v_account for no key update;
    select w.account_id into v_now from app.workspace w where w.id = p_workspace;
    if v_now = v_account then return v_account; end if;
  end loop;
end $$;

-- What whoever looks in this transaction may, asked of the rows and not of the process: the rights of a person who is in the workspace, nothing for
-- whoever is no person. RG011 names the right that is missing.
create or replace function guard.require_right(p_right text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not guard.caller_may(p_right) then
    raise exception 'may not' using errcode = 'RG011', detail = jsonb_build_object('needs', p_right)::text;
  end if;
end $$;

create or replace function guard.caller_may(p_right text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context(); m app.member;
begin
  if v[2] is distinct from 'person' then return false; end if;
  select * into m from app.member x where x.workspace_id = v[1]::uuid and x.person_id = v[3]::uuid and x.blocked_at is null;
  return m.person_id is not null and p_right = any (guard.member_rights(m));
end $$;

-- Where a workspace is for reading only, whoever may take somebody or something out of it does, and that is written down. Only for functions that have
-- asked everything; what else the transaction does is its command's to answer for.
create or replace function guard.write_down() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  if v[4] = 'viewer' and exists (select 1 from app.workspace w where w.id = v[1]::uuid and guard.closed_because(w) is not null) then
    perform guard.set_context(v[1]::uuid, v[2], v[3], 'taking out', v[5]);
  end if;
end $$;

-- the same for whoever may take the company's data away
create or replace function guard.let_take_away() returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.require_right('data.export');
  perform guard.write_down();
end $$;

-- ───────────── seats ─────────────
-- One person is one seat, in however many of the account's workspaces they are, blocked or not; an open invitation keeps one for its address. Where a plan
-- counts people by workspace, it is those of that one.
drop function if exists guard.seats(uuid);
create or replace function guard.seats(p_account uuid, p_workspace uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_people integer; v_invited integer; v_plan jsonb; v_only uuid;
begin
  select v.body -> 'seats' into v_plan from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version where a.id = p_account;
  if v_plan ->> 'per' = 'workspace' then v_only := p_workspace; end if;
  select count(distinct m.person_id) into v_people from app.member m join app.workspace w on w.id = m.workspace_id
   where w.account_id = p_account and (v_only is null or w.id = v_only);
  select count(distinct i.email_key) into v_invited from guard.invitation i join app.workspace w on w.id = i.workspace_id
   where w.account_id = p_account and (v_only is null or w.id = v_only) and guard.is_open(i)
     and not exists (select 1 from app.member m join app.workspace x on x.id = m.workspace_id join guard.person p on p.id = m.person_id
       where x.account_id = p_account and (v_only is null or x.id = v_only) and p.email_key = i.email_key);
  return jsonb_build_object('people', v_people, 'invited', v_invited, 'used', v_people + v_invited, 'max', v_plan -> 'max');
end $$;

-- null when there is a seat for an address, which may have one already; otherwise what the refusal says
drop function if exists guard.seat_for(uuid, text);
create or replace function guard.seat_for(p_account uuid, p_email_key text, p_workspace uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v jsonb := guard.seats(p_account, p_workspace);
  v_only uuid := (select p_workspace from app.account a join guard.plan_version x on x.plan = a.plan and x.version = a.plan_version
    where a.id = p_account and x.body -> 'seats' ->> 'per' = 'workspace');
begin
  -- nobody new comes in while too much is owed
  if guard.is_refused(p_account, 'newPeople') then return jsonb_build_object('outcome', 'owes', 'isOwner', guard.caller_may('workspace.delete')); end if;
  if v ->> 'max' is null or (v ->> 'used')::integer < (v ->> 'max')::integer then return null; end if;
  if (v ->> 'used')::integer = (v ->> 'max')::integer and (
      exists (select 1 from app.member m join app.workspace w on w.id = m.workspace_id join guard.person p on p.id = m.person_id
        where w.account_id = p_account and (v_only is null or w.id = v_only) and p.email_key = p_email_key)
      or exists (select 1 from guard.invitation i join app.workspace w on w.id = i.workspace_id
        where w.account_id = p_account and (v_only is null or w.id = v_only) and i.email_key = p_email_key and guard.is_open(i))) then
    return null;
  end if;
  return v || jsonb_build_object('outcome', 'limit');
end $$;

-- What the people's page says of seats: of the workspace's account, with the catalogue's figures, how many are paid for, and how many are kept.
create or replace function guard.seats_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  return guard.seats(v_account, guard.workspace_id()) || jsonb_build_object('billed', guard.billed_people(v_account),
    'kept', (select b.seats_kept from guard.billing_account b where b.account_id = v_account));
end $$;

-- ───────────── who is there ─────────────
-- The people of the workspace with when they were last at it. A session's heartbeat writes that down once a minute at most, so nothing is
-- written for it; sessions are kept for 90 days, so what is older is not known. p_with_logins adds when they last logged in.
create or replace function guard.list_people(p_with_logins boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_now timestamptz := guard.clock(); v_with_logins boolean;
begin
  perform guard.require_right('members.read');
  -- when somebody last logged in is for whoever looks after people, whatever the process says
  v_with_logins := p_with_logins and guard.caller_may('members.update');
  return coalesce((
    select jsonb_agg(jsonb_build_object('personId', m.person_id, 'name', m.name, 'email', m.email, 'role', m.role, 'customRoleId', m.custom_role_id,
        'isBlocked', m.blocked_at is not null, 'isFrozen', m.frozen_at is not null, 'joinedAt', m.created_at, 'photo', guard.photo_version(m.person_id),
        'isOnline', coalesce(s.is_online, false) and m.blocked_at is null, 'lastSeenAt', s.last_seen,
        'lastLoginAt', case when v_with_logins then s.last_login end)
      order by m.name, m.person_id)
    from app.member m left join lateral (
      select max(x.last_seen_at) last_seen, max(x.created_at) last_login,
          bool_or(x.ended_at is null and x.last_seen_at > v_now - interval '3 minutes' and least(x.idle_expires_at, x.abs_expires_at) > v_now) is_online
        from guard.session x where x.person_id = m.person_id and x.kind = 'user') s on true
    where m.workspace_id = v_workspace), '[]');
end $$;

-- ───────────── roles ─────────────
-- The workspaces where a change of somebody's standing holds: an owner's in all of the account, anybody else's here.
create or replace function guard.standing_in(p_account uuid, m app.member) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when m.role <> 'owner' then array[m.workspace_id] else array(select x.workspace_id from app.member x join app.workspace w on w.id = x.workspace_id
    where w.account_id = p_account and x.person_id = m.person_id order by x.workspace_id) end
$$;

-- Whether a workspace of the account would be left with nobody who could run it: who is shut out of it, or whose own account is shut, cannot.
create or replace function guard.is_last_owner(m app.member) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select m.role = 'owner' and exists (select 1 from app.workspace h, unnest(guard.standing_in(h.account_id, m)) u(id)
    where h.id = m.workspace_id and not exists (select 1 from app.member x
      where x.workspace_id = u.id and x.person_id <> m.person_id and x.role = 'owner' and x.blocked_at is null
        and not exists (select 1 from guard.account a where a.person_id = x.person_id and a.disabled_at is not null)))
$$;

-- an owner is one in all workspaces of the account, what was made while they were shut out among them
create or replace function guard.own_everywhere(p_account uuid, m app.member) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into app.member as x (workspace_id, person_id, role, name, email)
    select w.id, m.person_id, 'owner', m.name, m.email from app.workspace w where w.account_id = p_account order by w.id
    on conflict (workspace_id, person_id) do update set role = 'owner', custom_role_id = null, blocked_at = null, frozen_at = null
$$;

-- A role as the audit says it: one of the company's own by its id and by the name that it had then.
create or replace function guard.role_told(p_workspace uuid, p_role text, p_custom_role uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_strip_nulls(jsonb_build_object('role', p_role, 'customRoleId', p_custom_role,
    'roleName', (select c.name from app.custom_role c where c.workspace_id = p_workspace and c.id = p_custom_role)))
$$;

-- Another role for somebody. An owner is one in all workspaces of the account: made in all, and unmade in all, where they keep the new role.
-- {outcome: 'changed', from, before, after, calledBack: whose invitations}, or why not: 'noMember', 'noRole', 'above', 'lastOwner', 'isBlocked', 'namedRole'.
create or replace function guard.change_role(p_pass bytea, p_person uuid, p_of uuid, p_role text, p_custom_role uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; m app.member; v_rights text[]; v_all uuid[]; v_before jsonb; v_after jsonb; v_called text[];
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.update', true);
  select * into m from app.member x where x.workspace_id = a.workspace_id and x.person_id = p_of for no key update;
  if not found then return '{"outcome": "noMember"}'; end if;
  if p_role = 'custom' and guard.custom_rights(a.workspace_id, p_custom_role) is null then return '{"outcome": "noRole"}'; end if;
  v_rights := guard.role_rights(p_role, guard.custom_rights(a.workspace_id, p_custom_role));
  if not guard.reaches(a.role, a.rights, m.role, guard.member_rights(m)) or not guard.reaches(a.role, a.rights, p_role, v_rights) then
    return '{"outcome": "above"}';
  end if;
  if p_role = 'owner' then
    if m.blocked_at is not null then return '{"outcome": "isBlocked"}'; end if;
    perform guard.own_everywhere(a.account_id, m);
  else
    if guard.is_last_owner(m) then return '{"outcome": "lastOwner"}'; end if;
    v_all := guard.standing_in(a.account_id, m);
    if p_role = 'custom' and cardinality(v_all) > 1 then return '{"outcome": "namedRole"}'; end if;
    update app.member x set role = p_role, custom_role_id = case when p_role = 'custom' then p_custom_role end
     where x.workspace_id = any (v_all) and x.person_id = m.person_id;
    v_called := guard.drop_invitations(v_all, m.person_id);
  end if;
  v_before := guard.role_told(a.workspace_id, m.role, m.custom_role_id);
  v_after := guard.role_told(a.workspace_id, p_role, case when p_role = 'custom' then p_custom_role end);
  perform guard.note_beside(coalesce(v_all, array(select w.id from app.workspace w where w.account_id = a.account_id)), a.workspace_id, a.person_id,
    'access/member.role_changed', p_of::text, jsonb_build_object('personId', p_of, 'from', m.role, 'role', p_role),
    v_before, v_after, p_pass);
  perform guard.look_again(m.person_id);
  return jsonb_build_object('outcome', 'changed', 'from', m.role, 'before', v_before, 'after', v_after, 'calledBack', v_called);
end $$;

-- Streams of somebody look again at once. Whether they may is asked of the rows; the hint only says when.
create or replace function guard.look_again(p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_ids text;
begin
  select string_agg(s.id::text, ',') into v_ids from guard.session s where s.person_id = p_person and s.ended_at is null;
  if v_ids is not null then perform pg_notify('recado_session', v_ids); end if;
end $$;

-- ───────────── blocking, removing, leaving ─────────────
-- The plans of what is left say how many sessions they may have.
create or replace function guard.fit_sessions(p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform 1 from guard.account x where x.person_id = p_person for no key update;
  perform guard.set_session_limit(p_person, guard.limit_of(p_person), null);
end $$;

-- Shuts somebody out of the workspace, or lets them in again; everything stays theirs. 'done', 'noMember', 'self', 'above', 'lastOwner'.
create or replace function guard.set_blocked(p_pass bytea, p_person uuid, p_of uuid, p_blocked boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; m app.member; v_all uuid[]; v_called text[];
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.update', true);
  select * into m from app.member x where x.workspace_id = a.workspace_id and x.person_id = p_of for no key update;
  if not found then return '{"outcome": "noMember"}'; end if;
  if p_of = a.person_id then return '{"outcome": "self"}'; end if;
  -- a plan with room lets them in again, and nothing else
  if m.frozen_at is not null then return '{"outcome": "isFrozen"}'; end if;
  if not guard.reaches(a.role, a.rights, m.role, guard.member_rights(m)) then return '{"outcome": "above"}'; end if;
  if p_blocked and guard.is_last_owner(m) then return '{"outcome": "lastOwner"}'; end if;
  v_all := guard.standing_in(a.account_id, m);
  update app.member x set blocked_at = case when p_blocked then guard.clock() end where x.workspace_id = any (v_all) and x.person_id = p_of;
  if p_blocked then v_called := guard.drop_invitations(v_all, p_of); end if;
  if not p_blocked and m.role = 'owner' then
    perform guard.own_everywhere(a.account_id, m);
    v_all := array(select w.id from app.workspace w where w.account_id = a.account_id);
  end if;
  perform guard.note_beside(v_all, a.workspace_id, a.person_id, case when p_blocked then 'access/member.blocked' else 'access/member.unblocked' end, p_of::text,
    jsonb_build_object('personId', p_of), jsonb_build_object('blocked', m.blocked_at is not null), jsonb_build_object('blocked', p_blocked), p_pass);
  perform guard.fit_sessions(p_of);
  perform guard.look_again(p_of);
  return jsonb_build_object('outcome', 'done', 'was', m.blocked_at is not null, 'calledBack', v_called);
end $$;

-- Takes somebody out of workspaces: what they had goes to the heir where that one is, else to nobody; their links, keys and invitations end.
-- Answers how much of each. The caller holds the account's row and has asked everything.
create or replace function guard.take_out(p_workspaces uuid[], p_of uuid, p_heir uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid; v_heir uuid; v_sum jsonb := '{}'; n integer;
begin
  foreach v_workspace in array p_workspaces loop
    select x.person_id into v_heir from app.member x where x.workspace_id = v_workspace and x.person_id = p_heir and x.blocked_at is null for key share;
    -- what is theirs alone is nobody's to have
    perform guard.leave_apart(v_workspace, p_of);
    v_sum := guard.add_counts(v_sum, guard.inherit(v_workspace, p_of, v_heir, true));
    -- a visitor's stream looks at once
    with ended as (update guard.access_link l set revoked_at = guard.clock() where l.workspace_id = v_workspace and l.granted_by = p_of and l.revoked_at is null returning l.id),
    told as (select pg_notify('recado_session', e.id::text) from ended e)
    select count(*) into n from told;
    v_sum := guard.add_counts(v_sum, jsonb_build_object('links', n));
    update guard.access_key k set revoked_at = guard.clock() where k.workspace_id = v_workspace and k.granted_by = p_of and k.revoked_at is null;
    get diagnostics n = row_count;
    v_sum := guard.add_counts(v_sum, jsonb_build_object('links', n));
    update guard.invitation i set revoked_at = guard.clock() where i.workspace_id = v_workspace and i.invited_by = p_of and i.accepted_at is null and i.revoked_at is null;
    get diagnostics n = row_count;
    v_sum := guard.add_counts(v_sum, jsonb_build_object('invitations', n));
    update guard.workspace_transfer t set settled_at = guard.clock(), outcome = 'ended'
     where t.workspace_id = v_workspace and t.asked_by = p_of and t.settled_at is null;
    delete from app.member x where x.workspace_id = v_workspace and x.person_id = p_of;
  end loop;
  perform guard.fit_sessions(p_of);
  perform guard.look_again(p_of);
  return v_sum;
end $$;

create or replace function guard.add_counts(p_a jsonb, p_b jsonb) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(k.key, coalesce((p_a ->> k.key)::bigint, 0) + coalesce((p_b ->> k.key)::bigint, 0)), '{}')
    from (select jsonb_object_keys(p_a || p_b) key) k
$$;

-- app.inherit over all that a workspace has, whatever the one who asks for it sees of it.
create or replace function guard.inherit(p_workspace uuid, p_from uuid, p_to uuid, p_do boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context(); v_counts jsonb;
begin
  perform guard.set_context(p_workspace, 'system', 'handing over', 'system', '');
  v_counts := app.inherit(p_workspace, p_from, p_to, p_do);
  -- before any door there was none, and there is none after
  if v is null then perform set_config('app.context', '', true); else perform guard.set_context(v[1]::uuid, v[2], v[3], v[4], v[5]); end if;
  return v_counts;
end $$;

-- {outcome: 'done', of: the role they had, workspaces, and how much of each}, or 'noMember', 'self', 'above', 'lastOwner', 'noHeir'.
create or replace function guard.remove_member(p_pass bytea, p_person uuid, p_of uuid, p_heir uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; m app.member; v_all uuid[]; v_ended jsonb;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.remove', true);
  select * into m from app.member x where x.workspace_id = a.workspace_id and x.person_id = p_of for update;
  if not found then return '{"outcome": "noMember"}'; end if;
  if p_of = a.person_id then return '{"outcome": "self"}'; end if;
  if not guard.reaches(a.role, a.rights, m.role, guard.member_rights(m)) then return '{"outcome": "above"}'; end if;
  if guard.is_last_owner(m) then return '{"outcome": "lastOwner"}'; end if;
  -- who has what they leave is an assignment, to oneself too
  if p_heir is not null and not 'conversations.assign' = any (a.rights) then
    raise exception 'may not' using errcode = 'RG011', detail = '{"needs": "conversations.assign"}';
  end if;
  if p_heir is not null and (p_heir = p_of
      or not exists (select 1 from app.member x where x.workspace_id = a.workspace_id and x.person_id = p_heir and x.blocked_at is null)) then
    return '{"outcome": "noHeir"}';
  end if;
  v_all := guard.standing_in(a.account_id, m);
  perform guard.note_beside(v_all, a.workspace_id, a.person_id, 'access/member.removed', p_of::text, jsonb_build_object('personId', p_of, 'name', m.name, 'role', m.role),
    jsonb_build_object('role', m.role, 'name', m.name), null, p_pass);
  v_ended := guard.take_out(v_all, p_of, p_heir);
  perform guard.write_down();
  return jsonb_build_object('outcome', 'done', 'of', m.role, 'name', m.name, 'workspaces', cardinality(v_all), 'ended', v_ended);
end $$;

-- What ends and what is left when somebody goes, for the question that is asked first. Null when they are not here.
create or replace function guard.preview_removal(p_of uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare m app.member; v_account uuid; v_workspace uuid; v_all uuid[]; v_sum jsonb := '{}';
begin
  select * into m from app.member x where x.workspace_id = guard.workspace_id() and x.person_id = p_of;
  if not found then return null; end if;
  select w.account_id into v_account from app.workspace w where w.id = m.workspace_id;
  v_all := guard.standing_in(v_account, m);
  foreach v_workspace in array v_all loop
    v_sum := guard.add_counts(v_sum, guard.inherit(v_workspace, p_of, null, false));
  end loop;
  return jsonb_build_object('workspaces', cardinality(v_all), 'isLastOwner', guard.is_last_owner(m), 'leaves', v_sum,
    'links', (select count(*) from guard.access_key k where k.workspace_id = any (v_all) and k.granted_by = p_of and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > guard.clock()))
      + (select count(*) from guard.access_link l where l.workspace_id = any (v_all) and l.granted_by = p_of and l.revoked_at is null
        and (l.expires_at is null or l.expires_at > guard.clock())),
    'invitations', (select count(*) from guard.invitation i where i.workspace_id = any (v_all) and i.invited_by = p_of and guard.is_open(i)));
end $$;

-- Goes by oneself; whoever only looks too, so the rest of the transaction writes as somebody who leaves. 'done' or 'lastOwner'.
create or replace function guard.leave(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; m app.member; v_all uuid[]; v_ended jsonb;
begin
  select * into a from guard.act_on_people(p_pass, p_person, null, true);
  select * into m from app.member x where x.workspace_id = a.workspace_id and x.person_id = a.person_id for update;
  if guard.is_last_owner(m) then return '{"outcome": "lastOwner"}'; end if;
  v_all := guard.standing_in(a.account_id, m);
  perform guard.note_beside(v_all, a.workspace_id, a.person_id, 'access/member.left', a.person_id::text, jsonb_build_object('personId', a.person_id, 'role', m.role),
    jsonb_build_object('role', m.role), null, p_pass);
  v_ended := guard.take_out(v_all, a.person_id, null);
  perform guard.set_context(a.workspace_id, 'person', a.person_id::text, 'leaving', 'own');
  return jsonb_build_object('outcome', 'done', 'of', m.role, 'workspaces', cardinality(v_all), 'ended', v_ended);
end $$;

-- ───────────── roles of the company's own ─────────────
-- Makes one (p_id null) or changes it; binding on the very next request of whoever has it. {outcome: 'done', id}, or 'feature', 'noRole',
-- 'above', 'taken', 'limit'.
create or replace function guard.save_role(p_pass bytea, p_person uuid, p_id uuid, p_name text, p_permissions text[]) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; v_id uuid := p_id; v_person uuid; v_before jsonb;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'roles.write', true);
  if not exists (select 1 from app.account x join guard.plan_version v on v.plan = x.plan and v.version = x.plan_version
      where x.id = a.account_id and v.body -> 'features' ? 'customRoles') then
    return '{"outcome": "feature"}';
  end if;
  if not guard.role_rights('custom', p_permissions) @> p_permissions then raise exception 'an unknown right' using errcode = '22023'; end if;
  if p_id is not null and guard.custom_rights(a.workspace_id, p_id) is null then return '{"outcome": "noRole"}'; end if;
  if not guard.reaches(a.role, a.rights, 'custom', p_permissions)
      or not guard.reaches(a.role, a.rights, 'custom', coalesce(guard.custom_rights(a.workspace_id, p_id), '{}')) then
    return '{"outcome": "above"}';
  end if;
  if exists (select 1 from app.custom_role c where c.workspace_id = a.workspace_id and lower(c.name) = lower(p_name) and c.id is distinct from p_id) then
    return '{"outcome": "taken"}';
  end if;
  select jsonb_build_object('name', c.name, 'permissions', to_jsonb(c.permissions)) into v_before from app.custom_role c where c.workspace_id = a.workspace_id and c.id = p_id;
  if p_id is null then
    if (select count(*) from app.custom_role c where c.workspace_id = a.workspace_id) >= 50 then return '{"outcome": "limit", "max": 50}'; end if;
    insert into app.custom_role (workspace_id, name, permissions) values (a.workspace_id, p_name, p_permissions) returning id into v_id;
  else
    update app.custom_role c set name = p_name, permissions = p_permissions where c.workspace_id = a.workspace_id and c.id = p_id;
    for v_person in select m.person_id from app.member m where m.workspace_id = a.workspace_id and m.custom_role_id = p_id order by 1 loop
      perform guard.drop_invitations(array[a.workspace_id], v_person);
      perform guard.look_again(v_person);
    end loop;
  end if;
  return jsonb_build_object('outcome', 'done', 'id', v_id, 'before', v_before);
end $$;

-- 'done', 'noRole', 'above', or 'inUse' with how many people and open invitations have it.
create or replace function guard.delete_role(p_pass bytea, p_person uuid, p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; r app.custom_role; v_people integer; v_invited integer;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'roles.write', true);
  select * into r from app.custom_role c where c.workspace_id = a.workspace_id and c.id = p_id;
  if not found then return '{"outcome": "noRole"}'; end if;
  if not guard.reaches(a.role, a.rights, 'custom', r.permissions) then return '{"outcome": "above"}'; end if;
  select count(*) into v_people from app.member m where m.workspace_id = a.workspace_id and m.custom_role_id = p_id;
  select count(*) into v_invited from guard.invitation i where i.workspace_id = a.workspace_id and i.custom_role_id = p_id and guard.is_open(i);
  if v_people + v_invited > 0 then return jsonb_build_object('outcome', 'inUse', 'people', v_people, 'invitations', v_invited); end if;
  delete from app.custom_role c where c.workspace_id = a.workspace_id and c.id = p_id;
  return jsonb_build_object('outcome', 'done', 'name', r.name, 'permissions', to_jsonb(r.permissions));
end $$;
