-- A workspace goes to another account when an owner of that account takes it. Never without both.

-- Offers a workspace to the holder of an address, who is told by mail; an earlier offer of it ends. 'last' for the last workspace of an account,
-- 'wait' when too many mails went out by this person.
create or replace function guard.ask_transfer(p_pass bytea, p_person uuid, p_workspace uuid, p_email text, p_email_key text, p_ttl interval, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); s guard.session := guard.live_session(p_pass, p_person);
begin
  perform guard.require_step_up(s);
  if w.deleted_at is not null then raise exception 'not a workspace of theirs' using errcode = 'RG002'; end if;
  if not exists (select 1 from app.workspace x where x.account_id = w.account_id and x.id <> w.id and x.deleted_at is null) then return 'last'; end if;
  if not guard.reserve_login_attempt(sha256(convert_to('transfer-mails|' || s.person_id::text, 'UTF8')), interval '24 hours', 20) then return 'wait'; end if;
  update guard.workspace_transfer t set settled_at = guard.clock(), outcome = 'replaced' where t.workspace_id = w.id and t.settled_at is null;
  insert into guard.workspace_transfer (workspace_id, from_account, email, email_key, asked_by, asked_at, expires_at)
    values (w.id, w.account_id, p_email, p_email_key, s.person_id, guard.clock(), guard.clock() + p_ttl);
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (p_email, 'transfer-asked', w.locale, p_sealed);
  return 'done';
end $$;

-- the giver thinks again; answers whether there was an offer
create or replace function guard.withdraw_transfer(p_pass bytea, p_person uuid, p_workspace uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  update guard.workspace_transfer t set settled_at = guard.clock(), outcome = 'withdrawn' where t.workspace_id = w.id and t.settled_at is null;
  return found;
end $$;

-- the receiver does not want it; answers whether there was an offer to them
create or replace function guard.decline_transfer(p_pass bytea, p_person uuid, p_transfer uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_workspace uuid; v_name text;
begin
  perform guard.require_own(s);
  update guard.workspace_transfer t set settled_at = guard.clock(), outcome = 'declined' from guard.person p
   where t.id = p_transfer and t.settled_at is null and p.id = s.person_id and t.email_key = p.email_key and t.expires_at > guard.clock()
   returning t.workspace_id, p.name into v_workspace, v_name;
  if v_workspace is null then return false; end if;
  perform guard.note_audit(v_workspace, 'person', s.person_id::text, v_name, 'workspaces/transfer.declined', p_transfer::text, jsonb_build_object('transferId', p_transfer),
    null, null, guard.pass_trace(p_pass));
  return true;
end $$;

-- The receiver takes it into an account of theirs. Both accounts are locked, in the order of their ids, then the workspace: a deletion, a withdrawal
-- and a second acceptance come before this or after it. Who is not in the receiving account leaves, what was given out ends, and its owners own
-- this workspace too. Null when it is done, else why not: {gone: true}, {same: true}, {cancelled: true}, {lacks: …}.
create or replace function guard.accept_transfer(p_pass bytea, p_person uuid, p_workspace uuid, p_transfer uuid, p_account uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person); t guard.workspace_transfer; w app.workspace; v_lacks jsonb; v_gone uuid[]; v_touched uuid[]; v_person uuid; v_people bigint;
  v_from text; v_to text;
begin
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  select x.* into t from guard.workspace_transfer x join guard.person p on p.email_key = x.email_key
   where x.id = p_transfer and x.workspace_id = p_workspace and p.id = s.person_id;
  if not found or not exists (select 1 from app.member m join app.workspace o on o.id = m.workspace_id
      where o.account_id = p_account and o.deleted_at is null and m.person_id = s.person_id and m.role = 'owner' and m.blocked_at is null) then
    raise exception 'nothing that is offered to them' using errcode = 'RG002';
  end if;
  if p_account = t.from_account then return jsonb_build_object('same', true); end if;
  perform 1 from app.account a where a.id in (t.from_account, p_account) order by a.id for no key update;
  select x.* into w from app.workspace x where x.id = p_workspace for no key update;
  select x.* into t from guard.workspace_transfer x where x.id = p_transfer for update;
  if t.settled_at is not null or t.expires_at <= guard.clock() or w.deleted_at is not null or w.account_id is distinct from t.from_account
      -- an offer is worth what whoever made it may still give
      or not exists (select 1 from app.member m where m.workspace_id = w.id and m.person_id = t.asked_by and m.role = 'owner' and m.blocked_at is null)
      -- the giver's account keeps one, as when it was asked
      or not exists (select 1 from app.workspace x where x.account_id = t.from_account and x.id <> w.id and x.deleted_at is null) then
    return jsonb_build_object('gone', true);
  end if;
  -- who owned the receiving account a moment ago may have left it
  if not exists (select 1 from app.member m join app.workspace o on o.id = m.workspace_id
      where o.account_id = p_account and m.person_id = s.person_id and m.role = 'owner' and m.blocked_at is null) then
    raise exception 'nothing that is offered to them' using errcode = 'RG002';
  end if;
  if exists (select 1 from app.account a where a.id = p_account and a.cancelled_at is not null) then return jsonb_build_object('cancelled', true); end if;
  v_lacks := coalesce(guard.lacks_room(p_account, 1), guard.lacks_for(p_account, w.id));
  if v_lacks is not null then return jsonb_build_object('lacks', v_lacks); end if;
  v_people := (select count(*) from app.member m where m.workspace_id = w.id);
  v_gone := array(select m.person_id from app.member m where m.workspace_id = w.id and not exists (
    select 1 from app.member r join app.workspace o on o.id = r.workspace_id where o.account_id = p_account and r.person_id = m.person_id and r.blocked_at is null));
  -- whoever was in it is told to look at once, who stays too: other rights may be theirs
  perform guard.look_again(m.person_id) from app.member m where m.workspace_id = w.id;
  foreach v_person in array v_gone loop
    perform guard.inherit(w.id, v_person, null, true);
  end loop;
  delete from app.member m where m.workspace_id = w.id and m.person_id = any (v_gone);
  -- an owner owns all workspaces of an account or none of them
  update app.member m set role = 'admin' where m.workspace_id = w.id and m.role = 'owner' and not exists (
    select 1 from app.member r join app.workspace o on o.id = r.workspace_id where o.account_id = p_account and r.person_id = m.person_id and r.role = 'owner');
  update app.workspace x set account_id = p_account, deactivated_at = null, archived_at = null, frozen_at = null where x.id = w.id;
  perform guard.make_owners(p_account, w.id);
  perform guard.close_ways_in(w.id);
  update guard.workspace_transfer x set settled_at = guard.clock(), outcome = 'accepted' where x.id = t.id;
  -- how many sessions somebody may have follows from the accounts that they belong to
  v_touched := v_gone || array(select m.person_id from app.member m where m.workspace_id = w.id);
  for v_person in select distinct u from unnest(v_touched) u order by u loop
    perform 1 from guard.account a where a.person_id = v_person for no key update;
    if found then perform guard.set_session_limit(v_person, guard.limit_of(v_person), s.id); end if;
  end loop;
  -- what rested for want of a place has one where there is room, on either side
  perform guard.fit_account(u, null, true) from unnest(array[t.from_account, p_account]) u;
  v_from := (select a.name from app.account a where a.id = t.from_account);
  v_to := (select a.name from app.account a where a.id = p_account);
  -- whoever gave it keeps a row of where it went, and the receiver's other workspaces one of where it came from
  perform guard.note_beside(array(select x.id from app.workspace x where x.account_id in (t.from_account, p_account)), w.id, s.person_id, 'workspaces/transfer.accepted',
    t.id::text, jsonb_build_object('transferId', t.id, 'workspaceId', w.id, 'name', w.name), jsonb_build_object('account', v_from), jsonb_build_object('account', v_to), p_pass);
  return jsonb_build_object(
    'before', jsonb_build_object('account', v_from, 'archived', w.archived_at is not null,
      'deactivated', w.deactivated_at is not null, 'people', v_people),
    'after', jsonb_build_object('account', v_to, 'archived', false, 'deactivated', false,
      'people', (select count(*) from app.member m where m.workspace_id = w.id)));
end $$;
