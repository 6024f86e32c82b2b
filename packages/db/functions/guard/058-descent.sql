-- Going down a plan. What has no place on the plan of an account is frozen: workspaces are read and taken away, numbers rest, people do not get in. Nothing
-- is deleted, and a plan with room thaws it. One function brings an account to its plan in both directions.

-- whether somebody's account was shut out by Recado's own people: they run nothing
create or replace function guard.is_shut_out(p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select 1 from guard.account a where a.person_id = p_person and a.disabled_at is not null) $$;

-- Of what there is too much, the best of what was chosen stays, then what is at work, then what is oldest; somebody who runs it always stays. Answers how
-- much was frozen and thawed. With p_only_thaw nothing is frozen. The caller's transaction changed the plan.
create or replace function guard.fit_account(p_account uuid, p_keep jsonb, p_only_thaw boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_body jsonb; x record; v_first uuid; v_ids uuid[]; v_now timestamptz := guard.clock(); v_keep jsonb := coalesce(p_keep, '{}'); v jsonb; v_workspace uuid;
  n_workspaces integer := 0; n_numbers integer := 0; n_people integer := 0; n_thawed integer := 0;
begin
  perform 1 from app.account a where a.id = p_account for no key update;
  select p.body into v_body from app.account a join guard.plan_version p on p.plan = a.plan and p.version = a.plan_version where a.id = p_account;

  for x in
    select w.id, w.frozen_at is not null frozen, coalesce(row_number() over (order by coalesce(v_keep -> 'workspaces' ? w.id::text, false) desc, w.frozen_at is not null,
        w.archived_at is not null, w.created_at, w.id) <= (v_body -> 'limits' ->> 'workspaces')::integer, true) fits
      from app.workspace w where w.account_id = p_account and w.deleted_at is null
  loop
    if x.frozen and x.fits then
      update app.workspace w set frozen_at = null where w.id = x.id;
      n_thawed := n_thawed + 1;
    elsif not x.frozen and not x.fits and not p_only_thaw then
      update app.workspace w set frozen_at = v_now where w.id = x.id;
      perform guard.close_numbers(x.id);
      n_workspaces := n_workspaces + 1;
    end if;
  end loop;

  for x in
    select h.workspace_id, h.id, h.frozen_at is not null frozen, coalesce(row_number() over (order by w.frozen_at is not null, coalesce(v_keep -> 'numbers' ? h.id::text, false) desc,
        h.frozen_at is not null, h.wanted <> 'open', h.created_at, h.id) <= (v_body -> 'limits' ->> 'numbers')::integer, true) fits
      from app.workspace w join app.channel h on h.workspace_id = w.id where w.account_id = p_account and w.deleted_at is null
  loop
    if x.frozen and x.fits then
      update app.channel h set frozen_at = null where h.workspace_id = x.workspace_id and h.id = x.id;
      n_thawed := n_thawed + 1;
    elsif not x.frozen and not x.fits and not p_only_thaw then
      perform guard.close_number(x.workspace_id, x.id);
      update app.channel h set frozen_at = v_now where h.workspace_id = x.workspace_id and h.id = x.id;
      n_numbers := n_numbers + 1;
    end if;
  end loop;

  -- where people are counted by workspace there is nothing to choose between: who is there stays, and nobody comes
  if v_body -> 'seats' ->> 'per' is distinct from 'workspace' then
    select m.person_id into v_first from app.member m join app.workspace w on w.id = m.workspace_id
     where w.account_id = p_account and w.deleted_at is null and m.role = 'owner' and m.blocked_at is null and not guard.is_shut_out(m.person_id)
     order by coalesce(v_keep -> 'people' ? m.person_id::text, false) desc, m.created_at, m.person_id limit 1;
    for x in
      select q.*, coalesce(q.place <= (v_body -> 'seats' ->> 'max')::integer, true) fits from (
        select m.person_id, bool_or(m.frozen_at is not null) frozen, row_number() over (order by (m.person_id is not distinct from v_first) desc,
            guard.is_shut_out(m.person_id), coalesce(v_keep -> 'people' ? m.person_id::text, false) desc, bool_or(m.frozen_at is not null), bool_or(m.role = 'owner') desc, min(m.created_at), m.person_id) place
          from app.member m join app.workspace w on w.id = m.workspace_id where w.account_id = p_account and w.deleted_at is null
            and (m.blocked_at is null or m.frozen_at is not null)
         group by m.person_id) q
       -- people in the order in which everybody takes their locks
       order by q.person_id
    loop
      v_ids := array(select w.id from app.workspace w where w.account_id = p_account order by w.id);
      if x.frozen and x.fits then
        update app.member m set frozen_at = null, blocked_at = null where m.workspace_id = any (v_ids) and m.person_id = x.person_id and m.frozen_at is not null;
        n_thawed := n_thawed + 1;
      elsif not x.frozen and not x.fits and not p_only_thaw then
        update app.member m set frozen_at = v_now, blocked_at = v_now where m.workspace_id = any (v_ids) and m.person_id = x.person_id and m.blocked_at is null;
        perform guard.drop_invitations(v_ids, x.person_id);
        n_people := n_people + 1;
      else continue;
      end if;
      perform guard.fit_sessions(x.person_id);
      perform guard.look_again(x.person_id);
    end loop;
  else
    -- whom a former plan had no place for gets in again
    v_ids := array(select w.id from app.workspace w where w.account_id = p_account order by w.id);
    for x in select distinct m.person_id from app.member m where m.workspace_id = any (v_ids) and m.frozen_at is not null order by 1 loop
      update app.member m set frozen_at = null, blocked_at = null where m.workspace_id = any (v_ids) and m.person_id = x.person_id and m.frozen_at is not null;
      n_thawed := n_thawed + 1;
      perform guard.fit_sessions(x.person_id);
      perform guard.look_again(x.person_id);
    end loop;
  end if;

  v := jsonb_build_object('workspaces', n_workspaces, 'numbers', n_numbers, 'people', n_people, 'thawed', n_thawed);
  if n_workspaces + n_numbers + n_people + n_thawed > 0 then
    for v_workspace in select w.id from app.workspace w where w.account_id = p_account order by w.id loop
      perform guard.note_audit(v_workspace, 'staff', null, 'billing', 'billing/account.fitted', p_account::text, v || jsonb_build_object('accountId', p_account), null, null, null);
      -- whoever has it open sees it
      perform guard.look_again(m.person_id) from app.member m where m.workspace_id = v_workspace and m.blocked_at is null;
    end loop;
  end if;
  return v;
end $$;

-- What there is to choose between, for whoever owns the account: of what is blocked by hand or deleted there is nothing to choose.
create or replace function guard.descent_choices() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  perform guard.require_right('workspace.delete');
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  return jsonb_build_object(
    'workspaces', (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'isFrozen', w.frozen_at is not null, 'isArchived', w.archived_at is not null)
        order by w.created_at, w.id), '[]') from app.workspace w where w.account_id = v_account and w.deleted_at is null),
    'numbers', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name, 'number', h.number, 'workspaceId', w.id, 'workspace', w.name,
        'isFrozen', h.frozen_at is not null, 'isOpen', h.wanted = 'open') order by h.created_at, h.id), '[]')
      from app.workspace w join app.channel h on h.workspace_id = w.id where w.account_id = v_account and w.deleted_at is null),
    'people', (select coalesce(jsonb_agg(jsonb_build_object('id', q.person_id, 'name', q.name, 'email', q.email, 'isOwner', q.is_owner, 'isFrozen', q.is_frozen)
        order by q.is_owner desc, q.since, q.person_id), '[]') from (
      select m.person_id, min(m.name) name, min(m.email) email, bool_or(m.role = 'owner') is_owner, bool_or(m.frozen_at is not null) is_frozen, min(m.created_at) since
        from app.member m join app.workspace w on w.id = m.workspace_id where w.account_id = v_account and (m.blocked_at is null or m.frozen_at is not null)
       group by m.person_id) q),
    'descent', (select jsonb_build_object('plan', d.plan, 'version', d.version, 'keep', d.keep) from guard.plan_descent d
      where d.account_id = v_account and d.called_off_at is null));
end $$;

-- Writes down what an owner goes down to, with what stays; the last choice holds.
create or replace function guard.choose_descent(p_pass bytea, p_person uuid, p_workspace uuid, p_plan text, p_version integer, p_keep jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  insert into guard.plan_descent (account_id, plan, version, keep, chosen_by)
    values (w.account_id, p_plan, p_version, p_keep, (guard.live_session(p_pass, p_person)).person_id)
    on conflict (account_id) do update set plan = excluded.plan, version = excluded.version, keep = excluded.keep, chosen_by = excluded.chosen_by,
      chosen_at = clock_timestamp(), called_off_at = null;
  perform jobs.emit_global('billing/order.asked', jsonb_build_object('accountId', w.account_id));
end $$;

-- Takes it back, while it has not happened.
create or replace function guard.call_off_descent(p_pass bytea, p_person uuid, p_workspace uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  update guard.plan_descent d set called_off_at = clock_timestamp() where d.account_id = w.account_id and d.called_off_at is null;
  if not found then return false; end if;
  perform jobs.emit_global('billing/order.asked', jsonb_build_object('accountId', w.account_id));
  return true;
end $$;

-- the names of the workspaces into which somebody does not get because the plan has no place for them
create or replace function guard.frozen_out_of(p_person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(w.name order by w.name), '[]') from app.member m join app.workspace w on w.id = m.workspace_id
   where m.person_id = p_person and m.frozen_at is not null and w.deleted_at is null
$$;
