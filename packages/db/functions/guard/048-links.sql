-- Access links: a way into one workspace for somebody without an account. Whoever has the secret gets in, on as many devices as the link
-- says; from then on a device's own secret is what lets in, under the link's rights or its granter's present ones, whichever are less.

-- The pass of a device, 80 bytes, which no session's is (they have 84 at least):
--   1..16 id of the link | 17..48 digest of the device's secret | 49..64 first half of the digest of browser|system | 65..80 address, zeros for none

-- How much of a link somebody could give: 0 nothing, 1 looking, 2 answering, 3 running the workspace's settings. kernel/permissions.ts
-- says the same in rights, and a test compares them.
create or replace function guard.link_level(p_role text, p_rights text[]) returns integer language sql immutable
return case p_role
  when 'owner' then 3 when 'admin' then 3 when 'manager' then 2 when 'agent' then 2 when 'viewer' then 1
  when 'link_admin' then 3 when 'link_agent' then 2 when 'link_read' then 1
  when 'custom' then case
    when not p_rights @> array['workspace.read', 'channels.read', 'contacts.read', 'conversations.read'] then 0
    when not p_rights @> array['contacts.write', 'conversations.write'] then 1
    when not 'workspace.update' = any (p_rights) then 2 else 3 end
  else 0 end;

-- What a link is worth at this moment: no row when it is revoked or over, its granter has gone, is shut out or may not even look, the plan
-- has no links any more, or the workspace is put away.
create or replace function guard.link_rights(l guard.access_link)
returns table (role text, reach text, account_id uuid, is_demo boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare m app.member; w app.workspace; v_rights text[]; v_level integer;
begin
  if l.revoked_at is not null or l.expires_at <= guard.clock() then return; end if;
  select * into m from app.member x where x.workspace_id = l.workspace_id and x.person_id = l.granted_by;
  if not found or m.blocked_at is not null then return; end if;
  if exists (select 1 from guard.account a where a.person_id = l.granted_by and a.disabled_at is not null) then return; end if;
  select * into w from app.workspace x where x.id = l.workspace_id;
  if coalesce(w.archived_at, w.deleted_at, w.deactivated_at, w.frozen_at) is not null then return; end if;
  if not exists (select 1 from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
      where a.id = w.account_id and v.body -> 'features' ? 'accessLinks') then
    return;
  end if;
  if m.role = 'custom' then
    select c.permissions into v_rights from app.custom_role c where c.workspace_id = l.workspace_id and c.id = m.custom_role_id;
  end if;
  v_level := least(guard.link_level(l.role, null), guard.link_level(m.role, v_rights));
  if v_level = 0 then return; end if;
  -- where the granter sees their own conversations only, those that are somebody's are not the link's to see
  return query select (array['link_read', 'link_agent', 'link_admin'])[v_level], guard.reach_of(m.role, v_rights, w), w.account_id, w.is_demo;
end $$;

-- The device and the link of a pass, whatever the link is worth; null when there is none. One and the same refusal is made of that and of all else.
create or replace function guard.device_of_pass(p_pass bytea) returns guard.link_device
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select d from guard.link_device d
   where d.secret_hash = substring(p_pass from 17 for 32) and d.link_id = encode(substring(p_pass from 1 for 16), 'hex')::uuid
     and d.revoked_at is null and substring(sha256(convert_to(d.browser || '|' || d.system, 'UTF8')) for 16) = substring(p_pass from 49 for 16)
$$;

create or replace function guard.refuse_link() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$ begin raise exception 'no live link' using errcode = 'RG001', detail = '{"reason":"link"}'; end $$;

-- the door of visitors; guard.enter sends their passes here
create or replace function guard.enter_link(p_pass bytea, p_workspace uuid)
returns table (person_id uuid, session_id uuid, role text, name text, account_id uuid, is_demo boolean, kind text, permissions text[], closed text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare d guard.link_device := guard.device_of_pass(p_pass); l guard.access_link; r record;
begin
  select * into l from guard.access_link x where x.id = d.link_id and x.workspace_id = p_workspace;
  select * into r from guard.link_rights(l);
  if d.id is null or l.id is null or r.role is null then perform guard.refuse_link(); end if;
  perform guard.keep_list((select x from guard.account_policy x where x.account_id = r.account_id), guard.pass_address(p_pass), null);
  if d.last_seen_at < guard.clock() - interval '1 minute' and current_setting('transaction_read_only') = 'off' then
    update guard.link_device x set last_seen_at = guard.clock() where x.id = d.id and x.last_seen_at < guard.clock() - interval '1 minute';
  end if;
  perform guard.set_context(l.workspace_id, 'link', l.id::text, r.role, r.reach);
  return query select null::uuid, l.id, r.role::text, l.name, r.account_id::uuid, r.is_demo::boolean, 'link'::text, null::text[], null::text;
end $$;

-- by what a link remembers a mailbox, however it is written
create or replace function guard.mailbox_key(p_email text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select encode(sha256(convert_to(lower(p_email), 'UTF8')), 'hex') $$;

-- whether what a company sends bears its own name alone; asked about the one at work
create or replace function guard.has_own_brand(p_workspace uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select guard.plan_has(guard.account_of(p_workspace), 'whiteLabel') where p_workspace = guard.workspace_id() $$;

-- where the notices of a link go: a mailbox or a number on WhatsApp, never both
create or replace function guard.notice_address(l guard.access_link) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select coalesce(l.notify_email, l.notify_phone) $$;

-- Whether the notices of a link go out: null without an address; 'stopped' when whoever reads them said so there, 'off' when a visitor switched them off.
create or replace function guard.notices_of(l guard.access_link) returns text
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case when guard.notice_address(l) is null then null when l.stops ? guard.mailbox_key(guard.notice_address(l)) then 'stopped' when l.notices_off_at is null then 'on' else 'off' end
$$;

-- What a visitor's page begins with: where they are and as what. The only function that finds the workspace by the pass.
create or replace function guard.visit(p_pass bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare l guard.access_link; e record; w app.workspace;
begin
  select * into l from guard.access_link x where x.id = (guard.device_of_pass(p_pass)).link_id;
  if l.id is null then perform guard.refuse_link(); end if;
  select * into e from guard.enter_link(p_pass, l.workspace_id);
  select * into w from app.workspace x where x.id = l.workspace_id;
  return jsonb_build_object('linkId', l.id, 'name', l.name, 'role', e.role, 'expiresAt', l.expires_at,
    'notices', guard.notices_of(l), 'noticesBy', case when l.notify_phone is not null then 'whatsapp' else 'mail' end,
    'workspace', jsonb_build_object('id', w.id, 'name', w.name, 'color', w.color, 'colorNight', w.color_night, 'logo', guard.logo_version(w.id),
      'locale', w.locale, 'timeZone', w.time_zone),
    'whiteLabel', guard.plan_has(w.account_id, 'whiteLabel'));
end $$;

-- A visitor's own way out: the device is let in no more and its place is free. Whoever keeps the link may open it again.
create or replace function guard.leave_link(p_pass bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v jsonb := guard.visit(p_pass); d guard.link_device := guard.device_of_pass(p_pass); l guard.access_link;
begin
  update guard.link_device x set revoked_at = guard.clock() where x.id = d.id;
  select * into l from guard.access_link x where x.id = d.link_id;
  perform guard.note_audit(l.workspace_id, 'link', l.id::text, l.name, 'access/link.unbound', l.id::text, jsonb_build_object('linkId', l.id, 'deviceId', d.id),
    null, null, guard.pass_trace(p_pass));
  perform pg_notify('recado_session', v ->> 'linkId');
end $$;

drop function if exists guard.exchange_link(uuid, bytea, bytea[], bytea, bytea, bytea, text, text, text, text);

-- The secret for a device's own. 'open'; 'pin' when one is needed, 'wrongPin' with the tries left and, where there is none, the seconds, 'pinLocked' with seconds; 'full' with whom to
-- ask; 'gone' for everything else, whatever it is. Wrong ones are counted, so every outcome must be committed. p_pins: the digests of what was
-- typed, under every key there is. p_held: the digest of the secret that this browser has of this link already. p_who: whom tries are counted for.
-- RG012 where the account's list leaves p_address outside; nothing has been counted by then.
create or replace function guard.exchange_link(p_link uuid, p_secret_hash bytea, p_pins bytea[], p_device bytea, p_held bytea, p_who bytea,
  p_browser text, p_system text, p_kind text, p_place text, p_address inet)
returns table (outcome text, tries_left integer, seconds integer, ask text, expires_at timestamptz, workspace_id uuid, name text, tell boolean, kept boolean)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
#variable_conflict use_column
declare l guard.access_link; d guard.link_device; r record; v_now timestamptz; v_own guard.brake; v_all guard.brake; v_key bytea; v_keys bytea[]; v_tell boolean;
begin
  -- the row is the lock: devices that come at once come one after the other
  select * into l from guard.access_link x where x.id = p_link and x.secret_hash = p_secret_hash for update;
  select * into r from guard.link_rights(l);
  if l.id is null or r.role is null then outcome := 'gone'; return next; return; end if;
  perform guard.keep_list((select x from guard.account_policy x where x.account_id = r.account_id), p_address, null);
  v_now := guard.clock();
  expires_at := l.expires_at; workspace_id := l.workspace_id; name := l.name; tell := false; kept := false;
  select * into d from guard.link_device x where x.link_id = l.id and x.secret_hash = p_held and x.revoked_at is null;
  if d.id is null and l.pin_hash is not null then
    if p_pins is null then outcome := 'pin'; return next; return; end if;
    v_keys := array[sha256(convert_to('link-pin|' || l.id::text || '|' || encode(p_who, 'hex'), 'UTF8')), sha256(convert_to('link-pin|' || l.id::text, 'UTF8'))];
    v_own := guard.hold_brake(v_keys[1], v_now, interval '1 hour');
    v_all := guard.hold_brake(v_keys[2], v_now, interval '24 hours');
    if cardinality(v_all.failures) >= 20 then
      outcome := 'pinLocked'; seconds := guard.seconds_until(v_all.failures, 20, interval '24 hours', v_now); return next; return;
    end if;
    if cardinality(v_own.failures) >= 5 then
      outcome := 'pinLocked'; seconds := guard.seconds_until(v_own.failures, 5, interval '1 hour', v_now); return next; return;
    end if;
    if (l.pin_hash = any (p_pins)) is not true then
      update guard.brake b set failures = b.failures || v_now where b.key = any (v_keys);
      tell := cardinality(v_all.failures) + 1 >= 20 and (l.pin_told_at is null or l.pin_told_at < v_now - interval '1 day');
      outcome := 'wrongPin'; tries_left := least(4 - cardinality(v_own.failures), 19 - cardinality(v_all.failures));
      -- the last one says at once how long it takes
      if tries_left <= 0 then
        seconds := greatest(guard.seconds_until(v_own.failures || v_now, 5, interval '1 hour', v_now),
          guard.seconds_until(v_all.failures || v_now, 20, interval '24 hours', v_now));
      end if;
      return next; return;
    end if;
    update guard.brake b set failures = '{}' where b.key = v_keys[1];
  end if;
  if d.id is null then
    if (select count(*) from guard.link_device x where x.link_id = l.id and x.revoked_at is null) >= l.max_devices then
      outcome := 'full'; ask := (select m.name from app.member m where m.workspace_id = l.workspace_id and m.person_id = l.granted_by); return next; return;
    end if;
    insert into guard.link_device (link_id, secret_hash, browser, system, kind, place, first_seen_at, last_seen_at)
      values (l.id, p_device, p_browser, p_system, p_kind, p_place, v_now, v_now);
    perform guard.note_audit(l.workspace_id, 'link', l.id::text, l.name, 'access/link.bound', l.id::text,
      jsonb_build_object('linkId', l.id, 'browser', p_browser, 'system', p_system, 'place', p_place), null, null,
      jsonb_build_object('address', host(p_address), 'userAgent', concat_ws(' · ', p_browser, p_system)));
  else
    -- the same browser once more keeps what it holds, so that two of its tabs are not two devices
    kept := true;
    update guard.link_device x set browser = p_browser, system = p_system, place = coalesce(p_place, x.place), last_seen_at = v_now where x.id = d.id;
  end if;
  update guard.access_link x set opens = x.opens + 1 where x.id = l.id;
  outcome := 'open'; return next;
end $$;

-- Tells the granter, at most once a day, that somebody who has the link guesses its PIN.
create or replace function guard.tell_granter(p_link uuid, p_secret_hash bytea, p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare l guard.access_link;
begin
  update guard.access_link x set pin_told_at = guard.clock() where x.id = p_link and x.secret_hash = p_secret_hash
     and (x.pin_told_at is null or x.pin_told_at < guard.clock() - interval '1 day') returning * into l;
  if found then perform guard.tell_owner(l.granted_by, 'link-pin-guessed', p_sealed); end if;
end $$;

-- ───────────── whoever gives links ─────────────
-- The caller, entered by the door in this transaction, as a person of their own who may give a link of this role: nobody gives more than they have.
-- Without a role, one who only takes away: no fresh proof is asked, and not that the workspace is open.
create or replace function guard.granter(p_pass bytea, p_role text) returns app.member
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context(); m app.member; v_rights text[]; s guard.session;
begin
  if v[2] is distinct from 'person' then raise exception 'not a person' using errcode = '42501'; end if;
  s := guard.live_session(p_pass, v[3]::uuid);
  perform guard.require_own(s);
  if p_role is not null then perform guard.require_step_up(s); end if;
  select * into m from app.member x where x.workspace_id = v[1]::uuid and x.person_id = v[3]::uuid and x.blocked_at is null;
  if m.role = 'custom' then
    select c.permissions into v_rights from app.custom_role c where c.workspace_id = m.workspace_id and c.id = m.custom_role_id;
  end if;
  -- the role in the context is less than the member's own where the workspace is for reading only
  if p_role is not null and v[4] is distinct from m.role or not (m.role in ('owner', 'admin') or coalesce('links.write' = any (v_rights), false))
     -- whoever only takes away needs no more than that
     or p_role is not null and (guard.link_level(m.role, v_rights) < guard.link_level(p_role, null)
       or m.role = 'custom' and not 'conversations.readAll' = any (v_rights)) then
    raise exception 'may not give this link' using errcode = '42501';
  end if;
  return m;
end $$;

drop function if exists guard.create_link(bytea, uuid, text, text, bytea, bytea, integer, integer, text, text, text, text, bytea, text);

-- p_mail_to: whom the link itself goes to by mail, in the transaction that makes it; nobody can send it later. Null when it is made, else what the
-- refusal says when too many such letters went out, or {links} when the workspace keeps p_most already.
create or replace function guard.create_link(p_pass bytea, p_id uuid, p_name text, p_role text, p_secret_hash bytea, p_pin_hash bytea,
  p_max_devices integer, p_days integer, p_locale text, p_email text, p_phone text, p_mail_to text, p_sealed bytea, p_mail_key text, p_most integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare m app.member; l guard.access_link; v_full jsonb; v_links integer;
begin
  if p_pass is null then raise exception 'a fresh proof is needed' using errcode = 'RG008'; end if;
  m := guard.granter(p_pass, p_role);
  -- whoever makes one at the same moment is counted
  perform pg_advisory_xact_lock(hashtextextended('guard.links ' || m.workspace_id, 0));
  v_links := guard.count_links();
  if v_links >= p_most then return jsonb_build_object('links', v_links); end if;
  insert into guard.access_link (id, workspace_id, name, role, secret_hash, pin_hash, max_devices, expires_at, locale, notify_email, notify_phone, granted_by, created_at)
    values (p_id, m.workspace_id, p_name, p_role, p_secret_hash, p_pin_hash, p_max_devices, guard.clock() + make_interval(days => p_days), p_locale, p_email, p_phone,
      m.person_id, guard.clock()) returning * into l;
  if not exists (select 1 from guard.link_rights(l)) then raise exception 'the plan has no links' using errcode = '42501'; end if;
  if p_mail_to is not null then
    v_full := guard.reserve_letter(guard.account_of(m.workspace_id), m.workspace_id, p_mail_key);
    if v_full is not null then return v_full; end if;
    insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (p_mail_to, 'access-link', p_locale, p_sealed);
  end if;
  return null;
end $$;

-- what of a link is said of a change
create or replace function guard.link_state(l guard.access_link) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select jsonb_build_object('name', l.name, 'expiresAt', l.expires_at, 'maxDevices', l.max_devices, 'email', l.notify_email, 'phone', l.notify_phone) $$;

-- Another name, another end (days from now; p_never for none), more devices, another address (p_nobody for none); what is null stays. RG008 without a
-- fresh proof. Answers what was there and what is there now; null for a link that is not.
drop function if exists guard.update_link(bytea, uuid, text, integer, boolean, integer, text, boolean);

create or replace function guard.update_link(p_pass bytea, p_link uuid, p_name text, p_days integer, p_never boolean, p_max_devices integer, p_email text, p_phone text,
  p_nobody boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v text[] := guard.context(); l guard.access_link; n guard.access_link; v_to text := coalesce(p_email, p_phone); v_moves boolean;
begin
  if p_pass is null then raise exception 'a fresh proof is needed' using errcode = 'RG008'; end if;
  select * into l from guard.access_link x where x.id = p_link and x.workspace_id = v[1]::uuid and x.revoked_at is null for update;
  if not found then return null; end if;
  perform guard.granter(p_pass, l.role);
  v_moves := v_to is not null and v_to is distinct from guard.notice_address(l);
  update guard.access_link x set name = coalesce(p_name, x.name), max_devices = coalesce(p_max_devices, x.max_devices),
      expires_at = case when p_never then null when p_days is not null then guard.clock() + make_interval(days => p_days) else x.expires_at end,
      notify_email = case when p_nobody or p_phone is not null then null else coalesce(p_email, x.notify_email) end,
      notify_phone = case when p_nobody or p_email is not null then null else coalesce(p_phone, x.notify_phone) end,
      -- an address that said no is not written to because it came back
      notices_off_at = case when not v_moves then x.notices_off_at when x.stops ? guard.mailbox_key(v_to) then guard.clock() end,
      -- whoever had the notices before switches nothing of whoever has them now
      off_hashes = case when p_nobody then '{}' when not v_moves then x.off_hashes
        when x.stops ? guard.mailbox_key(v_to) then array[decode(x.stops ->> guard.mailbox_key(v_to), 'hex')] else '{}' end
   where x.id = l.id returning * into n;
  return jsonb_build_object('before', guard.link_state(l), 'after', guard.link_state(n));
end $$;

-- Ends a link, or one of its devices, at once: no proof is asked of whoever takes something away. Open streams look at once.
drop function if exists guard.revoke_link(uuid, uuid);

create or replace function guard.revoke_link(p_pass bytea, p_link uuid, p_device uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v text[] := guard.context();
begin
  perform guard.granter(p_pass, null);
  perform 1 from guard.access_link x where x.id = p_link and x.workspace_id = v[1]::uuid and x.revoked_at is null for update;
  if not found then return false; end if;
  if p_device is null then
    update guard.access_link x set revoked_at = guard.clock(), revoked_by = v[3]::uuid where x.id = p_link;
  else
    update guard.link_device x set revoked_at = guard.clock() where x.id = p_device and x.link_id = p_link and x.revoked_at is null;
    if not found then return false; end if;
  end if;
  perform pg_notify('recado_session', p_link::text);
  perform guard.write_down();
  return true;
end $$;

-- The workspace's links that are not revoked, newest first, with their devices.
create or replace function guard.list_links() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  perform guard.require_right('links.read');
  return (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', l.name, 'role', l.role,
      -- what it is worth now: less than it says where the granter has less, null where it lets nobody in
      'worth', (select r.role from guard.link_rights(l) r), 'isOver', coalesce(l.expires_at <= guard.clock(), false),
      'expiresAt', l.expires_at, 'createdAt', l.created_at, 'hasPin', l.pin_hash is not null, 'maxDevices', l.max_devices, 'opens', l.opens,
      'email', l.notify_email, 'phone', l.notify_phone, 'notices', guard.notices_of(l),
      'grantedBy', (select m.name from app.member m where m.workspace_id = l.workspace_id and m.person_id = l.granted_by),
      'lastUsedAt', (select max(d.last_seen_at) from guard.link_device d where d.link_id = l.id),
      'devices', (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'browser', d.browser, 'system', d.system, 'deviceType', d.kind, 'place', d.place,
          'firstSeenAt', d.first_seen_at, 'lastSeenAt', d.last_seen_at) order by d.first_seen_at), '[]') from guard.link_device d where d.link_id = l.id and d.revoked_at is null))
      order by l.created_at desc, l.id desc), '[]')
    from guard.access_link l where l.workspace_id = v[1]::uuid and l.revoked_at is null);
end $$;

-- how many there are that still count, for the most that a workspace may keep
create or replace function guard.count_links() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select count(*)::integer from guard.access_link l where l.workspace_id = guard.workspace_id() and l.revoked_at is null $$;

-- ───────────── notices ─────────────
-- A visitor's own switch; answers whether notices go out now.
create or replace function guard.switch_notices(p_pass bytea, p_on boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v jsonb := guard.visit(p_pass); l guard.access_link;
begin
  select * into l from guard.access_link x where x.id = (v ->> 'linkId')::uuid and guard.notice_address(x) is not null for update;
  if l.id is null then return false; end if;
  -- what changes nothing is not written down, nobody fills the record by switching to and fro, and a mailbox that said no lifts that itself. What is sent
  -- to a telephone is read by the company too, so there it is the visitor who lifts it, and nobody by a message
  if guard.notices_of(l) = 'stopped' and l.notify_email is not null or (l.notices_off_at is null) = p_on or not guard.reserve_login_attempt(sha256(convert_to('link notices|' || l.id, 'UTF8')), interval '1 hour', 20) then
    return l.notices_off_at is null;
  end if;
  update guard.access_link x set notices_off_at = case when p_on then null else guard.clock() end,
      stops = case when p_on then x.stops - guard.mailbox_key(guard.notice_address(x)) else x.stops end where x.id = l.id;
  perform guard.note_audit(l.workspace_id, 'link', l.id::text, l.name, 'access/link.notices_switched', l.id::text, jsonb_build_object('linkId', l.id, 'on', p_on),
    null, null, guard.pass_trace(p_pass));
  return p_on;
end $$;

drop function if exists guard.stop_notices(uuid, bytea);
drop function if exists guard.stop_notices(uuid, bytea, boolean);

-- The way out that every notice carries, and the way back of whoever took it: the digest of its token, of which the link keeps those that went out. It
-- lets nobody in. By what they went, 'mail' or 'whatsapp'; null for a token that no notice of this link carried to its present address.
create or replace function guard.stop_notices(p_link uuid, p_token_hash bytea, p_again boolean) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare l guard.access_link; v_is_on boolean; v_by text;
begin
  select * into l from guard.access_link x where x.id = p_link and guard.notice_address(x) is not null and p_token_hash = any (x.off_hashes) for update;
  if l.id is null or p_again and l.notify_phone is not null then return null; end if;
  v_by := case when l.notify_phone is not null then 'whatsapp' else 'mail' end;
  v_is_on := l.notices_off_at is null;
  if p_again and (v_is_on or not guard.reserve_login_attempt(sha256(convert_to('link notices|' || l.id, 'UTF8')), interval '1 hour', 20)) then return v_by; end if;
  update guard.access_link x set notices_off_at = case when not p_again then coalesce(x.notices_off_at, guard.clock()) end,
      stops = case when p_again then x.stops - guard.mailbox_key(guard.notice_address(x))
        else x.stops || jsonb_build_object(guard.mailbox_key(guard.notice_address(x)), encode(p_token_hash, 'hex')) end
   where x.id = l.id;
  if v_is_on <> p_again then
    perform guard.note_audit(l.workspace_id, 'link', l.id::text, l.name, 'access/link.notices_switched', l.id::text, jsonb_build_object('linkId', l.id, 'on', p_again), null, null, null);
  end if;
  return v_by;
end $$;

-- Links whose turn to be told may have come: none within a quarter of an hour of the last time, none between ten at night and eight in the
-- morning where the workspace is, and only those for which something waits.
create or replace function guard.hour_in(p_time_zone text) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  return extract(hour from guard.clock() at time zone p_time_zone);
-- a zone that no clock knows keeps nobody else from being told
exception when invalid_parameter_value then return extract(hour from guard.clock() at time zone 'UTC');
end $$;

-- a mailbox or a telephone hears of one workspace once in a quarter of an hour, however many links name it
create or replace function guard.was_told_just_now(l guard.access_link) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
as $$ select exists (select 1 from guard.access_link y where y.workspace_id = l.workspace_id
  and (y.id = l.id or lower(guard.notice_address(y)) = lower(guard.notice_address(l))) and y.notified_at > guard.clock() - interval '15 minutes') $$;

-- Whether what a conversation ends with was stored since then: what a phone sends late was written before and is news all the same. Ids begin with
-- the instant of their row; the time of writing bounds what is looked at.
create or replace function guard.came_since(v app.conversation, p_since timestamptz) returns boolean
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$ begin
  return v.last_message_at > p_since - interval '7 days' and (v.last_message_at > p_since or v.last_message_id > app.first_id(p_since));
end $$;

-- Whether a conversation is one that a link is told of: it waits for an answer, came since then, and is not that of whoever is told.
create or replace function guard.waits_for(v app.conversation, p_since timestamptz, p_reach text, p_phone text) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$ begin
  return v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting') and guard.came_since(v, p_since) and v.personal_id is null
    and (p_reach = '' or p_reach = 'own_unassigned' and v.assignee_id is null)
    and (p_phone is null or not exists (select 1 from app.contact_identity i where i.workspace_id = v.workspace_id and i.contact_id = v.contact_id
      and i.kind in ('wa_pn', 'phone') and i.value = any (app.phone_variants(p_phone))));
end $$;

-- the number that a company writes to a telephone from: its oldest that is open, not that telephone itself
create or replace function guard.number_for(p_workspace uuid, p_phone text) returns uuid
language sql stable set search_path = pg_catalog, pg_temp
as $$ select c.id from app.channel c where c.workspace_id = p_workspace and c.state = 'open' and c.number is not null and c.number <> all (app.phone_variants(p_phone))
  order by c.created_at, c.id limit 1 $$;

-- whether a company may write to a telephone by itself: from a number of its own, to no blocked contact, and into nobody's own chat
create or replace function guard.may_notify(p_workspace uuid, p_phone text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select guard.number_for(p_workspace, p_phone) is not null and not exists (
  select 1 from app.contact_identity i join app.contact c on c.workspace_id = i.workspace_id and c.id = i.contact_id
   where i.workspace_id = p_workspace and i.kind in ('wa_pn', 'phone') and i.value = any (app.phone_variants(p_phone))
     and (c.kind = 'blocked' or exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.contact_id = c.id
       and (v.personal_id is not null or v.personal_until is not null)))) $$;

drop function if exists guard.links_to_tell(integer);

create function guard.links_to_tell(p_limit integer)
returns table (id uuid, workspace_id uuid, since timestamptz, reach text, locale text, name text, workspace text, own_brand boolean, phone text, address_key text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select l.id, l.workspace_id, coalesce(l.notified_at, l.created_at), r.reach, l.locale, l.name, w.name, guard.plan_has(w.account_id, 'whiteLabel'), l.notify_phone,
      guard.mailbox_key(guard.notice_address(l))
    from guard.access_link l join app.workspace w on w.id = l.workspace_id cross join lateral guard.link_rights(l) r
   where (l.notify_email is not null or l.notify_phone is not null) and l.notices_off_at is null and l.revoked_at is null
     and not guard.was_told_just_now(l)
     and guard.hour_in(w.time_zone) between 8 and 21
     -- where no number is open what waits is told when one is again
     and (l.notify_phone is null or guard.may_notify(l.workspace_id, l.notify_phone))
     -- links for which nothing waits would stand before all others for ever
     and exists (select 1 from app.conversation v where v.workspace_id = l.workspace_id and v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting')
       and guard.waits_for(v, coalesce(l.notified_at, l.created_at), r.reach, l.notify_phone))
   -- by lot: those that cannot be told keep nobody else from it, however many they are
   order by md5(l.id::text || guard.clock()) limit p_limit
$$;

drop function if exists guard.tell_link(uuid, bytea);

-- Queues one notice with the digest of the token by which they are switched off, unless somebody else has meanwhile; answers whether it is to go. By mail
-- it is queued here (p_sealed); by WhatsApp whoever calls does so in the same transaction. The token is the same as long as the keys are.
create or replace function guard.tell_link(p_link uuid, p_sealed bytea, p_token_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare l guard.access_link;
begin
  update guard.access_link x set notified_at = guard.clock(),
      off_hashes = case when p_token_hash = any (x.off_hashes) then x.off_hashes else x.off_hashes || p_token_hash end
   where x.id = p_link and case when p_sealed is null then x.notify_phone else x.notify_email end is not null and x.notices_off_at is null
     and x.revoked_at is null and not guard.was_told_just_now(x) returning * into l;
  if not found then return false; end if;
  -- nobody's mailbox is filled by many workspaces either
  if not guard.reserve_login_attempt(sha256(convert_to('link notices|' || guard.account_of(l.workspace_id) || '|' || lower(guard.notice_address(l)), 'UTF8')), interval '24 hours', 100)
    then return false; end if;
  if p_sealed is not null then
    insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (l.notify_email, 'link-attention', l.locale, p_sealed);
  end if;
  return true;
end $$;
