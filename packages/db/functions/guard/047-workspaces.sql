-- Workspaces of an account: made, archived, deleted with a grace. Whoever changes owners, seats, workspaces or the plan of an account waits at the
-- account's row first, then at the workspace's: that is the order of every function here.

-- A workspace with the rows of its account and itself locked, for a session of one's own whose person runs it: an owner, or, for an act that has
-- a right by name, an admin or whoever has that right from a role of the company's own. The same refusal for strangers as for what is not there.
create or replace function guard.run_locked(p_pass bytea, p_person uuid, p_workspace uuid, p_right text) returns app.workspace
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person); w app.workspace; v_account uuid;
begin
  perform guard.require_own(s);
  select x.account_id into v_account from app.workspace x where x.id = p_workspace;
  perform 1 from app.account a where a.id = v_account for no key update;
  -- it may have gone to another account while this one waited
  select x.* into w from app.workspace x where x.id = p_workspace and x.account_id = v_account for no key update;
  if w.id is null or not exists (
      select 1 from app.member m left join app.custom_role c on c.workspace_id = m.workspace_id and c.id = m.custom_role_id
       where m.workspace_id = w.id and m.person_id = s.person_id and m.blocked_at is null
         and (m.role = 'owner' or (p_right is not null and (m.role = 'admin' or p_right = any (c.permissions))))) then
    raise exception 'not a workspace of theirs' using errcode = 'RG002';
  end if;
  return w;
end $$;

-- Whether so many more workspaces fit into an account, whose row is locked: null when they do, else the numbers of the refusal.
create or replace function guard.lacks_room(p_account uuid, p_adding integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_limit integer; v_next text; v_used integer;
begin
  select (v.body -> 'limits' ->> 'workspaces')::integer, v.body ->> 'next' into v_limit, v_next
    from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version where a.id = p_account;
  select count(*) into v_used from app.workspace w where w.account_id = p_account and w.deleted_at is null;
  if v_limit is null or v_used + p_adding <= v_limit then return null; end if;
  return jsonb_build_object('limit', v_limit, 'used', v_used) || guard.lift_of(v_next, 'workspaces', v_used + p_adding, null);
end $$;

-- how many workspaces the account of the one at work has; the other ones' rows are not for its people
create or replace function guard.workspaces_used() returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(*)::integer from app.workspace w join app.workspace o on o.account_id = w.account_id where w.id = guard.workspace_id() and o.deleted_at is null
$$;

-- the people who own every workspace of an account, and a new one from its first moment
create or replace function guard.make_owners(p_account uuid, p_workspace uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into app.member as x (workspace_id, person_id, role, name, email)
    select distinct on (m.person_id) p_workspace, m.person_id, 'owner', m.name, m.email from app.member m join app.workspace w on w.id = m.workspace_id
     where w.account_id = p_account and w.id <> p_workspace and m.role = 'owner' and m.blocked_at is null order by m.person_id, m.created_at
    on conflict (workspace_id, person_id) do update set role = 'owner', custom_role_id = null, blocked_at = null, frozen_at = null
$$;

-- Makes workspaces beside one of the caller's, all or none of them. What is not said is as in p_like, which is a workspace of the same account; with it
-- come labels, everybody's quick replies, fields, roles of the company's own and how conversations are shared out (app/047-blueprint.sql).
-- Answers {made: […]} or {lacks: {limit, used, plan}}.
create or replace function guard.create_workspaces(p_pass bytea, p_person uuid, p_workspace uuid, p_names text[], p_slugs text[], p_industry text, p_locale text,
  p_time_zone text, p_color text, p_like uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); l app.workspace; v_lacks jsonb; v_made jsonb := '[]'; v_id uuid; n integer;
  v_context text[] := guard.context(); v_blueprint jsonb;
begin
  if coalesce(w.deleted_at, w.deactivated_at, w.frozen_at) is not null then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  v_lacks := guard.lacks_room(w.account_id, cardinality(p_names));
  if v_lacks is not null then return jsonb_build_object('lacks', v_lacks); end if;
  select x.* into l from app.workspace x where x.id = coalesce(p_like, p_workspace) and x.account_id = w.account_id and x.deleted_at is null;
  if not found then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  if p_like is not null then
    perform guard.set_context(l.id, 'system', 'copying', 'system', '');
    v_blueprint := app.read_blueprint(l.id);
  end if;
  for n in 1 .. cardinality(p_names) loop
    v_id := null;
    -- two companies of one name may be made in the same moment: the second one gets a tail
    for t in 0 .. 1 loop
      insert into app.workspace (account_id, name, slug, industry, locale, time_zone, color, color_night, visibility, is_demo)
        values (w.account_id, p_names[n], case t when 0 then p_slugs[n] else left(p_slugs[n], 50) || '-' || left(replace(gen_random_uuid()::text, '-', ''), 8) end,
          coalesce(p_industry, case when l.industry = 'agency' then 'other' else l.industry end), coalesce(p_locale, l.locale), coalesce(p_time_zone, l.time_zone), coalesce(p_color, l.color),
          case when p_color is null then l.color_night end, case when p_like is not null then l.visibility end, w.is_demo)
        on conflict (slug) do nothing returning id into v_id;
      exit when v_id is not null;
    end loop;
    perform guard.make_owners(w.account_id, v_id);
    if v_blueprint is not null then
      insert into app.custom_role (workspace_id, name, permissions) select v_id, c.name, c.permissions from app.custom_role c where c.workspace_id = l.id order by c.id;
      perform guard.set_context(v_id, 'system', 'copying', 'system', '');
      perform app.write_blueprint(v_id, v_blueprint);
    end if;
    -- where it comes from stands at the beginning of its own audit too
    perform guard.note_beside(array[v_id], p_workspace, (guard.live_session(p_pass, p_person)).person_id, 'workspaces/workspace.created', v_id::text,
      jsonb_build_object('createdId', v_id, 'name', p_names[n], 'likeId', p_like), null, null, p_pass);
    v_made := v_made || jsonb_build_object('id', v_id, 'name', p_names[n]);
  end loop;
  if v_blueprint is not null then perform guard.set_context(v_context[1]::uuid, v_context[2], v_context[3], v_context[4], v_context[5]); end if;
  return jsonb_build_object('made', v_made);
end $$;

-- A number of a workspace is asked to disconnect, or all of them; one that nobody holds is disconnected now.
create or replace function guard.close_number(p_workspace uuid, p_channel uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update app.channel h set wanted = 'closed', wanted_seq = h.wanted_seq + 1, pairing_number = null,
      state = case when l.channel_id is null then 'closed' else h.state end, state_reason = case when l.channel_id is null then 'asked' else h.state_reason end,
      state_since = case when l.channel_id is null then clock_timestamp() else h.state_since end
    from app.channel o left join wa.lease l on l.channel_id = o.id and l.expires_at > clock_timestamp()
   where h.workspace_id = p_workspace and (p_channel is null or h.id = p_channel) and o.workspace_id = h.workspace_id and o.id = h.id and h.wanted = 'open'
$$;

-- nothing goes in or out of a workspace any more
create or replace function guard.close_numbers(p_workspace uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select guard.close_number(p_workspace, null) $$;

-- nobody comes in by what was given out before
create or replace function guard.close_ways_in(p_workspace uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  delete from guard.invitation i where i.workspace_id = p_workspace and i.accepted_at is null;
  update guard.access_key k set revoked_at = guard.clock() where k.workspace_id = p_workspace and k.revoked_at is null;
  -- a visitor's stream looks at once
  with ended as (update guard.access_link l set revoked_at = guard.clock() where l.workspace_id = p_workspace and l.revoked_at is null returning l.id)
  select pg_notify('recado_session', e.id::text) from ended e;
$$;

-- Calls the account of the workspace that was entered something else: by an owner in their own session, written down in every workspace of it.
create or replace function guard.rename_account(p_pass bytea, p_person uuid, p_name text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_context text[] := guard.context(); v_account uuid; v_former text;
begin
  perform guard.require_own(s);
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if v_account is null or v_context[3] is distinct from s.person_id::text or v_context[4] is distinct from 'owner' then
    raise exception 'not an owner' using errcode = 'RG002';
  end if;
  select a.name into v_former from app.account a where a.id = v_account for no key update;
  update app.account a set name = p_name where a.id = v_account;
  perform guard.note_beside(array(select w.id from app.workspace w where w.account_id = v_account), guard.workspace_id(), s.person_id, 'workspaces/account.renamed',
    v_account::text, jsonb_build_object('accountId', v_account), jsonb_build_object('name', v_former), jsonb_build_object('name', p_name), p_pass);
  return jsonb_build_object('accountId', v_account, 'former', v_former);
end $$;

create or replace function guard.archive_workspace(p_pass bytea, p_person uuid, p_workspace uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, 'workspace.archive');
begin
  if w.deleted_at is not null then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  update app.workspace x set archived_at = coalesce(x.archived_at, guard.clock()) where x.id = w.id;
  perform guard.close_numbers(w.id);
end $$;

-- Back from the archive; its numbers stay disconnected until somebody connects them. Answers whether it was there.
drop function if exists guard.restore_workspace(bytea, uuid, uuid);
create or replace function guard.restore_workspace(p_pass bytea, p_person uuid, p_workspace uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, 'workspace.archive');
begin
  if w.deleted_at is not null then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  update app.workspace x set archived_at = null where x.id = w.id;
  return w.archived_at is not null;
end $$;

-- Hides a workspace from everybody at once; an owner may have it back for 30 days. 'name' when another name was typed, 'last' for the last one
-- of an account, which people would be left without a place by.
create or replace function guard.delete_workspace(p_pass bytea, p_person uuid, p_workspace uuid, p_name text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.require_step_up(guard.live_session(p_pass, p_person));
  if w.deleted_at is not null then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  if lower(btrim(p_name)) <> lower(btrim(w.name)) then return 'name'; end if;
  if not exists (select 1 from app.workspace x where x.account_id = w.account_id and x.id <> w.id and x.deleted_at is null) then return 'last'; end if;
  update app.workspace x set deleted_at = guard.clock() where x.id = w.id;
  update guard.workspace_transfer t set settled_at = guard.clock(), outcome = 'ended' where t.workspace_id = w.id and t.settled_at is null;
  perform guard.close_numbers(w.id);
  perform guard.close_ways_in(w.id);
  perform guard.look_again(m.person_id) from app.member m where m.workspace_id = w.id;
  perform guard.note_of_account(w, p_pass, p_person, 'workspaces/workspace.deleted');
  -- its place is another's, which rested for want of one
  perform guard.fit_account(w.account_id, null, true);
  return 'done';
end $$;

-- What became of a workspace, in the audit of the others of its account: its own is nobody's to read by then.
create or replace function guard.note_of_account(w app.workspace, p_pass bytea, p_person uuid, p_action text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.note_beside(array(select x.id from app.workspace x where x.account_id = w.account_id), w.id, (guard.live_session(p_pass, p_person)).person_id, p_action,
    w.id::text, jsonb_build_object('workspaceId', w.id, 'name', w.name), null, null, p_pass);
end $$;

-- An owner takes a deletion back. Null when it is done, else why not: {lacks: …}, {gone: true} when the grace is over, {idle: true} when it is not
-- deleted at all.
create or replace function guard.undo_delete(p_pass bytea, p_person uuid, p_workspace uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); v_lacks jsonb;
begin
  if w.deleted_at is null then return jsonb_build_object('idle', true); end if;
  if w.deleted_at <= guard.clock() - interval '30 days' then return jsonb_build_object('gone', true); end if;
  v_lacks := coalesce(guard.lacks_room(w.account_id, 1), guard.lacks_for(w.account_id, w.id));
  if v_lacks is not null then return jsonb_build_object('lacks', v_lacks); end if;
  update app.workspace x set deleted_at = null where x.id = w.id;
  perform guard.note_of_account(w, p_pass, p_person, 'workspaces/workspace.undeleted');
  return null;
end $$;

-- ───────────── the account's end, by staff or jobs ─────────────
-- Deactivates every workspace of an account: readable and to be taken away, and nothing is written any more. Never deletes. Answers how many.
create or replace function guard.cancel_account(p_account uuid, p_by text, p_reason text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid; n integer := 0;
begin
  if length(coalesce(p_reason, '')) < 3 or length(coalesce(p_by, '')) < 1 then raise exception 'who and a reason are needed' using errcode = '22023'; end if;
  update app.account a set cancelled_at = coalesce(a.cancelled_at, guard.clock()) where a.id = p_account;
  if not found then raise exception 'no such account' using errcode = 'RG006'; end if;
  for v_workspace in
    update app.workspace w set deactivated_at = guard.clock() where w.account_id = p_account and w.deactivated_at is null returning w.id
  loop
    perform guard.close_numbers(v_workspace);
    perform guard.note_audit(v_workspace, 'staff', null, p_by, 'workspaces/account.cancelled', p_account::text, jsonb_build_object('accountId', p_account, 'reason', p_reason), null, null, null);
    n := n + 1;
  end loop;
  perform jobs.emit_global('workspaces/account.cancelled', jsonb_build_object('accountId', p_account, 'by', p_by, 'reason', p_reason));
  return n;
end $$;

create or replace function guard.resume_account(p_account uuid, p_by text, p_reason text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid; n integer := 0;
begin
  if length(coalesce(p_reason, '')) < 3 or length(coalesce(p_by, '')) < 1 then raise exception 'who and a reason are needed' using errcode = '22023'; end if;
  update app.account a set cancelled_at = null where a.id = p_account;
  if not found then raise exception 'no such account' using errcode = 'RG006'; end if;
  for v_workspace in
    update app.workspace w set deactivated_at = null where w.account_id = p_account and w.deactivated_at is not null returning w.id
  loop
    perform guard.note_audit(v_workspace, 'staff', null, p_by, 'workspaces/account.resumed', p_account::text, jsonb_build_object('accountId', p_account, 'reason', p_reason), null, null, null);
    n := n + 1;
  end loop;
  perform jobs.emit_global('workspaces/account.resumed', jsonb_build_object('accountId', p_account, 'by', p_by, 'reason', p_reason));
  return n;
end $$;

-- ───────────── when the grace is over ─────────────
create or replace function guard.list_due_purges(p_limit integer) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select w.id from app.workspace w where w.deleted_at <= guard.clock() - interval '30 days' order by w.deleted_at limit p_limit $$;

-- Removes at most so many rows of a workspace whose grace is over, and the workspace itself when there are none. Answers how many rows went; null
-- when the workspace is not due, or gone. The tables are asked of the catalogue, the youngest first: what hangs on something is made after it,
-- and what is in another's way is left for the next call.
create or replace function guard.purge_workspace(p_workspace uuid, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_table text; n integer; v_gone integer := 0;
begin
  perform 1 from app.workspace w where w.id = p_workspace and w.deleted_at <= guard.clock() - interval '30 days' for update;
  if not found then return null; end if;
  perform guard.end_audit(p_workspace, 'purged');
  for v_table in
    select format('%I.%I', s.nspname, c.relname) from pg_class c join pg_namespace s on s.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and s.nspname in ('app', 'wa', 'guard') and c.relname <> 'audit_end' order by c.oid desc
  loop
    begin
      execute format('delete from %1$s x where x.workspace_id = $1 and x.ctid = any (array(select y.ctid from %1$s y where y.workspace_id = $1 limit $2))', v_table)
        using p_workspace, p_limit - v_gone;
      get diagnostics n = row_count;
      v_gone := v_gone + n;
    exception when foreign_key_violation then null;
    end;
    exit when v_gone >= p_limit;
  end loop;
  if v_gone = 0 then delete from app.workspace w where w.id = p_workspace; end if;
  return v_gone;
end $$;
