-- Invitations to a workspace. The secret goes by mail and the row keeps its digest. Whoever invited answers for it until it is taken up: an
-- invitation is worth nothing once they left, are blocked, or may not give that role any more.

drop function if exists guard.invite(bytea, uuid, uuid, text, text, text, bytea, interval);
drop function if exists guard.accept_invitation(bytea, uuid, bytea);
drop function if exists guard.accept_as_newcomer(bytea, text, text, text, text, text, bytea, bytea, interval);

create or replace function guard.is_open(i guard.invitation) returns boolean
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select i.accepted_at is null and i.revoked_at is null and i.expires_at > guard.clock() $$;

-- whether a member may give what an invitation brings
create or replace function guard.may_give(m app.member, i guard.invitation) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_own text[]; v_custom text[];
begin
  if m.person_id is null or m.blocked_at is not null then return false; end if;
  v_own := guard.member_rights(m);
  v_custom := guard.custom_rights(i.workspace_id, i.custom_role_id);
  if i.role = 'custom' and v_custom is null then return false; end if;
  return 'members.invite' = any (v_own) and guard.reaches(m.role, v_own, i.role, guard.role_rights(i.role, v_custom));
end $$;

create or replace function guard.is_vouched_for(i guard.invitation) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare m app.member;
begin
  select * into m from app.member x where x.workspace_id = i.workspace_id and x.person_id = i.invited_by;
  return guard.may_give(m, i);
end $$;

-- Calls back what somebody invited to and may not give any more. Answers whose invitations those were, null when there were none.
drop function if exists guard.drop_invitations(uuid[], uuid);
create or replace function guard.drop_invitations(p_workspaces uuid[], p_person uuid) returns text[]
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with called as (
    update guard.invitation i set revoked_at = guard.clock()
     where i.workspace_id = any (p_workspaces) and i.invited_by = p_person and i.accepted_at is null and i.revoked_at is null and not guard.is_vouched_for(i)
     returning i.email, i.expires_at)
  select array_agg(distinct c.email order by c.email) from called c where c.expires_at > guard.clock()
$$;

drop function if exists guard.reserve_invitation(uuid, uuid, text);

-- One of the letters with a way in that an address gets from a workspace within an hour and from an account within a day, and of those that an
-- account sends within a day. Null when there is one left, else what the refusal says. Invitations and links are counted together.
create or replace function guard.reserve_letter(p_account uuid, p_workspace uuid, p_email_key text) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select case
    when not guard.reserve_login_attempt(sha256(convert_to('invitation|' || p_workspace || '|' || p_email_key, 'UTF8')), interval '1 hour', 5)
      then '{"outcome": "tooOften", "of": "address", "allowed": 5, "hours": 1}'::jsonb
    when not guard.reserve_login_attempt(sha256(convert_to('letters|' || p_account || '|' || p_email_key, 'UTF8')), interval '24 hours', 30)
      then '{"outcome": "tooOften", "of": "address", "allowed": 30, "hours": 24}'::jsonb
    when not guard.reserve_login_attempt(sha256(convert_to('invitations|' || p_account, 'UTF8')), interval '24 hours', 500)
      then '{"outcome": "tooOften", "of": "account", "allowed": 500, "hours": 24}'::jsonb end
$$;

create or replace function guard.send_invitation(i guard.invitation, p_sealed bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select i.email, 'invitation', coalesce((select p.locale from guard.person p where p.email_key = i.email_key), w.locale), p_sealed
      from app.workspace w where w.id = i.workspace_id
$$;

-- {outcome: 'invited', id}, or why not: 'noRole', 'above', 'member', 'open', 'limit' with the figures, 'tooOften'.
create or replace function guard.invite(p_pass bytea, p_person uuid, p_email text, p_email_key text, p_role text, p_custom_role uuid,
  p_secret_hash bytea, p_ttl interval, p_sealed bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; i guard.invitation; v_custom text[]; v_full jsonb; v_now timestamptz;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.invite', true);
  v_now := guard.clock();
  v_custom := guard.custom_rights(a.workspace_id, p_custom_role);
  if p_role = 'custom' and v_custom is null then return '{"outcome": "noRole"}'; end if;
  if not guard.reaches(a.role, a.rights, p_role, guard.role_rights(p_role, v_custom)) then return '{"outcome": "above"}'; end if;
  if exists (select 1 from app.member m join guard.person p on p.id = m.person_id where m.workspace_id = a.workspace_id and p.email_key = p_email_key) then
    return '{"outcome": "member"}';
  end if;
  update guard.invitation x set revoked_at = v_now
   where x.workspace_id = a.workspace_id and x.email_key = p_email_key and x.accepted_at is null and x.revoked_at is null and x.expires_at <= v_now;
  if exists (select 1 from guard.invitation x where x.workspace_id = a.workspace_id and x.email_key = p_email_key and x.accepted_at is null and x.revoked_at is null) then
    return '{"outcome": "open"}';
  end if;
  v_full := guard.seat_for(a.account_id, p_email_key, a.workspace_id);
  if v_full is not null then return v_full; end if;
  v_full := guard.reserve_letter(a.account_id, a.workspace_id, p_email_key);
  if v_full is not null then return v_full; end if;
  insert into guard.invitation (workspace_id, email, email_key, role, custom_role_id, secret_hash, invited_by, created_at, sent_at, expires_at)
    values (a.workspace_id, p_email, p_email_key, p_role, p_custom_role, p_secret_hash, a.person_id, v_now, v_now, v_now + p_ttl) returning * into i;
  perform guard.send_invitation(i, p_sealed);
  return jsonb_build_object('outcome', 'invited', 'id', i.id);
end $$;

-- The same invitation with another secret and its whole time again; the former link is worth nothing, and whoever sends it answers for it.
-- {outcome: 'sent'}, or 'gone', 'above', 'wait' with the seconds, 'limit', 'tooOften'.
create or replace function guard.resend_invitation(p_pass bytea, p_person uuid, p_id uuid, p_secret_hash bytea, p_ttl interval, p_sealed bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; i guard.invitation; m app.member; v_full jsonb; v_now timestamptz;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.invite', true);
  v_now := guard.clock();
  select * into i from guard.invitation x where x.id = p_id and x.workspace_id = a.workspace_id and x.accepted_at is null and x.revoked_at is null for update;
  if not found then return '{"outcome": "gone"}'; end if;
  select * into m from app.member x where x.workspace_id = a.workspace_id and x.person_id = a.person_id;
  if not guard.may_give(m, i) then return '{"outcome": "above"}'; end if;
  if i.sent_at > v_now - interval '30 seconds' then
    return jsonb_build_object('outcome', 'wait', 'seconds', ceil(extract(epoch from i.sent_at + interval '30 seconds' - v_now)));
  end if;
  v_full := guard.seat_for(a.account_id, i.email_key, a.workspace_id);
  if v_full is not null then return v_full; end if;
  v_full := guard.reserve_letter(a.account_id, a.workspace_id, i.email_key);
  if v_full is not null then return v_full; end if;
  update guard.invitation x set secret_hash = p_secret_hash, invited_by = a.person_id, sent_at = v_now, expires_at = v_now + p_ttl where x.id = i.id returning * into i;
  perform guard.send_invitation(i, p_sealed);
  return jsonb_build_object('outcome', 'sent', 'email', i.email);
end $$;

-- 'revoked', 'gone' when there is nothing to call back, 'above' when it brings more than the caller has.
create or replace function guard.revoke_invitation(p_pass bytea, p_person uuid, p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare a record; i guard.invitation;
begin
  select * into a from guard.act_on_people(p_pass, p_person, 'members.invite', false);
  select * into i from guard.invitation x where x.id = p_id and x.workspace_id = a.workspace_id and x.accepted_at is null and x.revoked_at is null for update;
  if not found then return '{"outcome": "gone"}'; end if;
  if not guard.reaches(a.role, a.rights, i.role, guard.role_rights(i.role, guard.custom_rights(a.workspace_id, i.custom_role_id))) then
    return '{"outcome": "above"}';
  end if;
  update guard.invitation x set revoked_at = guard.clock() where x.id = i.id;
  perform guard.write_down();
  return jsonb_build_object('outcome', 'revoked', 'email', i.email);
end $$;

-- What is open in the workspace, or has run out and was not taken up; the latest first.
create or replace function guard.list_invitations() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.require_right('members.invite');
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email, 'role', i.role, 'customRoleId', i.custom_role_id,
        'invitedBy', p.name, 'sentAt', i.sent_at, 'expiresAt', i.expires_at, 'isExpired', i.expires_at <= guard.clock()) order by i.id desc), '[]')
      from guard.invitation i join guard.person p on p.id = i.invited_by
     where i.workspace_id = guard.workspace_id() and i.accepted_at is null and i.revoked_at is null);
end $$;

-- How many open invitations bring each role of the company's own: {id: count}. To whom they went is for whoever may invite.
create or replace function guard.invited_roles() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.require_right('members.read');
  return (
    select coalesce(jsonb_object_agg(q.id, q.n), '{}') from (
      select i.custom_role_id id, count(*) n from guard.invitation i
       where i.workspace_id = guard.workspace_id() and i.custom_role_id is not null and guard.is_open(i) group by 1) q);
end $$;

-- 'open', or why nothing can be made of it: 'accepted', 'revoked', 'expired'
create or replace function guard.invitation_state(i guard.invitation) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return case when i.accepted_at is not null then 'accepted'
    when i.revoked_at is not null or not guard.is_vouched_for(i) or exists (select 1 from app.workspace w where w.id = i.workspace_id and w.deleted_at is not null) then 'revoked'
    when i.expires_at <= guard.clock() then 'expired' else 'open' end;
end $$;

-- What whoever holds the secret may know: where to, as what, from whom, for which address, and whether that has an account already. One that
-- cannot be taken up says why and where it was to, so that its reader knows whom to ask. Null for a secret that is none.
create or replace function guard.read_invitation(p_secret_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.invitation; v_state text;
begin
  select * into i from guard.invitation x where x.secret_hash = p_secret_hash;
  if not found then return null; end if;
  v_state := guard.invitation_state(i);
  return (select jsonb_build_object('state', v_state, 'workspace', w.name, 'color', w.color)
      || case when v_state in ('open', 'expired') then jsonb_build_object('invitedBy', p.name) else '{}' end
      || case when v_state = 'open' then jsonb_build_object('email', i.email, 'role', i.role,
        'roleName', (select c.name from app.custom_role c where c.workspace_id = i.workspace_id and c.id = i.custom_role_id),
        'hasAccount', exists (select 1 from guard.person x where x.email_key = i.email_key)) else '{}' end
    from app.workspace w, guard.person p where w.id = i.workspace_id and p.id = i.invited_by);
end $$;

-- The account's row first, then the invitation as it stands by then, locked. Null for a secret that is none.
create or replace function guard.locked_invitation(p_secret_hash bytea) returns guard.invitation
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.invitation;
begin
  select * into i from guard.invitation x where x.secret_hash = p_secret_hash;
  if not found then return null; end if;
  perform guard.lock_account_of(i.workspace_id);
  select * into i from guard.invitation x where x.secret_hash = p_secret_hash for update;
  return i;
end $$;

-- Somebody who is in takes up an invitation to their own address; saying so twice is answered alike. {outcome: 'joined', workspaceId, invitationId},
-- or 'gone', 'revoked', 'expired', 'otherAddress', 'limit'.
create or replace function guard.accept_invitation(p_pass bytea, p_person uuid, p_secret_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare i guard.invitation := guard.locked_invitation(p_secret_hash); s guard.session := guard.live_session(p_pass, p_person); p guard.person; m app.member; v_full jsonb;
begin
  perform guard.require_own(s);
  if i.id is null then return '{"outcome": "gone"}'; end if;
  select * into p from guard.person x where x.id = s.person_id;
  if i.email_key <> p.email_key then return '{"outcome": "otherAddress"}'; end if;
  select * into m from app.member x where x.workspace_id = i.workspace_id and x.person_id = p.id;
  if i.accepted_by = p.id and m.person_id is not null and m.blocked_at is null then
    return jsonb_build_object('outcome', 'joined', 'workspaceId', i.workspace_id);
  end if;
  if guard.invitation_state(i) <> 'open' then
    return jsonb_build_object('outcome', case guard.invitation_state(i) when 'accepted' then 'gone' else guard.invitation_state(i) end);
  end if;
  if m.blocked_at is not null then return '{"outcome": "revoked"}'; end if;
  v_full := guard.seat_for(guard.account_of(i.workspace_id), i.email_key, i.workspace_id);
  if v_full is not null then return v_full; end if;
  return guard.join_by_invitation(i.id, p.id);
end $$;

create or replace function guard.account_of(p_workspace uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select w.account_id from app.workspace w where w.id = p_workspace $$;

-- A newcomer takes one up: the secret came to their mailbox, so that is proved; person and attempt appear, and the last step is as ever.
-- {outcome: 'joined', workspaceId, personId}, or 'gone', 'revoked', 'expired', 'limit', 'hasAccount' when the address must log in first.
create or replace function guard.accept_as_newcomer(p_secret_hash bytea, p_name text, p_locale text, p_time_zone text, p_password_hash text,
  p_terms_version text, p_attempt bytea, p_device_hash bytea, p_ttl interval) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare i guard.invitation := guard.locked_invitation(p_secret_hash); v_person uuid; v_full jsonb;
begin
  if i.id is null then return '{"outcome": "gone"}'; end if;
  if guard.invitation_state(i) <> 'open' then
    return jsonb_build_object('outcome', case guard.invitation_state(i) when 'accepted' then 'gone' else guard.invitation_state(i) end);
  end if;
  v_full := guard.seat_for(guard.account_of(i.workspace_id), i.email_key, i.workspace_id);
  if v_full is not null then return v_full; end if;
  insert into guard.person (email, email_key, name, locale, time_zone, password_hash, email_verified_at, terms_version, terms_accepted_at)
    values (i.email, i.email_key, p_name, p_locale, p_time_zone, p_password_hash, guard.clock(), p_terms_version, guard.clock())
    on conflict (email_key) do nothing returning id into v_person;
  if v_person is null then return '{"outcome": "hasAccount"}'; end if;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
    values (v_person, 0, p_attempt, p_device_hash, array['pwd', 'email'], guard.clock() + p_ttl);
  return guard.join_by_invitation(i.id, v_person) || jsonb_build_object('personId', v_person);
end $$;

drop function if exists guard.join_by_invitation(uuid, uuid);

create or replace function guard.join_by_invitation(p_invitation uuid, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.invitation; p guard.person;
begin
  update guard.invitation x set accepted_at = guard.clock(), accepted_by = p_person where x.id = p_invitation returning * into i;
  -- the secret came to their mailbox
  update guard.person x set email_verified_at = coalesce(x.email_verified_at, guard.clock()) where x.id = p_person returning * into p;
  insert into app.member (workspace_id, person_id, role, custom_role_id, name, email) values (i.workspace_id, p.id, i.role, i.custom_role_id, p.name, p.email)
    on conflict do nothing;
  perform guard.fit_sessions(p_person);
  -- they are no member behind the door yet; what they did is written down under their own name
  perform guard.set_context(i.workspace_id, 'person', p.id::text, 'joining', 'own');
  perform app.note_joined(i.workspace_id, p.id, i.role, i.id);
  return jsonb_build_object('outcome', 'joined', 'workspaceId', i.workspace_id);
end $$;
