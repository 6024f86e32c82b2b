-- Plans: versions of the catalogue, the plan of an account, and what follows from it at once.

-- every version there is; prices and limits are for everybody to see
create or replace function guard.plan_catalogue() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select coalesce(jsonb_agg(v.body || jsonb_build_object('plan', v.plan, 'version', v.version) order by v.plan, v.version), '[]') from guard.plan_version v $$;

-- what is sold now, and how somebody new begins
create or replace function guard.catalogue_in_use() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select jsonb_build_object('preset', c.preset, 'plan', c.plan, 'version', c.version, 'trial', c.trial) from guard.catalogue c where c.is_current $$;

-- Makes a catalogue the one in use: rows that are new or that nobody is on are written. When one differs that accounts are on, nothing is, and the
-- answer says which. One at a time; whoever puts an account on a plan waits for the row.
create or replace function guard.write_catalogue(p_preset text, p_plans jsonb, p_start text, p_version integer, p_trial jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $$
declare v_taken jsonb; v_written integer;
begin
  lock table guard.catalogue in share row exclusive mode;
  perform 1 from guard.plan_version v join jsonb_to_recordset(p_plans) r (plan text, version integer, body jsonb) using (plan, version)
   where v.body <> r.body for update of v;
  select coalesce(jsonb_agg(jsonb_build_object('plan', r.plan, 'version', r.version) order by r.plan, r.version), '[]') into v_taken
    from jsonb_to_recordset(p_plans) r (plan text, version integer, body jsonb) join guard.plan_version v using (plan, version)
   where v.body <> r.body and exists (select 1 from app.account a where a.plan = r.plan and a.plan_version = r.version);
  if v_taken <> '[]' then return jsonb_build_object('written', 0, 'taken', v_taken); end if;
  insert into guard.plan_version as v (plan, version, body)
    select r.plan, r.version, r.body from jsonb_to_recordset(p_plans) r (plan text, version integer, body jsonb)
    on conflict (plan, version) do update set body = excluded.body where v.body <> excluded.body;
  get diagnostics v_written = row_count;
  update guard.catalogue c set is_current = false where c.is_current and c.preset <> p_preset;
  insert into guard.catalogue as c (preset, is_current, plan, version, trial) values (p_preset, true, p_start, p_version, nullif(p_trial, 'null'))
    on conflict (preset) do update set is_current = true, plan = excluded.plan, version = excluded.version, trial = excluded.trial,
      set_at = case when c.is_current and c.plan = excluded.plan and c.version = excluded.version then c.set_at else clock_timestamp() end;
  return jsonb_build_object('written', v_written, 'taken', v_taken);
end $$;

-- Sets an account's plan by hand. The sessions of its people shrink or may grow by the same locks that logins take, in one order.
-- Answers how many sessions ended.
create or replace function guard.set_plan(p_account uuid, p_plan text, p_version integer, p_by text, p_reason text, p_acting uuid) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; n integer := 0; v_former app.account; v_workspace uuid;
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  perform 1 from guard.plan_version v where v.plan = p_plan and v.version = p_version for share;
  if not found then
    raise exception 'no such plan' using errcode = 'RG006';
  end if;
  select * into v_former from app.account x where x.id = p_account for no key update;
  update app.account x set plan = p_plan, plan_version = p_version where x.id = p_account;
  if not found then raise exception 'no such account' using errcode = 'RG006'; end if;
  insert into guard.plan_change (account_id, plan, version, set_by, reason) values (p_account, p_plan, p_version, p_by, p_reason);
  for v_workspace in select w.id from app.workspace w where w.account_id = p_account order by w.id loop
    perform guard.note_audit(v_workspace, 'staff', null, p_by, 'plans/plan.set', p_account::text, jsonb_build_object('accountId', p_account, 'reason', p_reason),
      jsonb_build_object('plan', v_former.plan, 'version', v_former.plan_version), jsonb_build_object('plan', p_plan, 'version', p_version), null);
  end loop;
  for v_person in
    select distinct m.person_id from app.member m join app.workspace w on w.id = m.workspace_id where w.account_id = p_account order by 1
  loop
    perform 1 from guard.account a where a.person_id = v_person for no key update;
    continue when not found;
    n := n + guard.set_session_limit(v_person, guard.limit_of(v_person), p_acting);
  end loop;
  perform guard.fit_account(p_account, null, true);
  return n;
end $$;

-- The variant of an experiment for the account at work: the first answer stays.
create or replace function guard.assign_flag(p_flag text, p_variant text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid; v_variant text;
begin
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no account' using errcode = 'RG002'; end if;
  insert into guard.experiment_flag (account_id, flag, variant) values (v_account, p_flag, p_variant) on conflict do nothing;
  select f.variant into v_variant from guard.experiment_flag f where f.account_id = v_account and f.flag = p_flag;
  return v_variant;
end $$;

-- How much is used of what the plan limits, over the account as the limits are; null for whoever is no person or does not see everything here. Of contacts
-- of whom there is nothing here but chats that are somebody's own, nothing shows.
create or replace function guard.plan_use() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context(); w app.workspace;
begin
  if v[2] is distinct from 'person' or v[5] <> '' then return null; end if;
  select * into w from app.workspace x where x.id = v[1]::uuid;
  return jsonb_build_object(
    'numbers', guard.used_by(w.account_id, 'numbers'), 'messages', guard.used_by(w.account_id, 'messages'),
    'contacts', guard.used_by(w.account_id, 'contacts') - case when not guard.has_personal(w.id) then 0 else (
        select count(*) from app.contact c where c.workspace_id = w.id and c.kind <> 'group' and c.deleted_at is null and guard.is_apart(w.id, c.id)) end,
    'workspaces', (select count(*) from app.workspace x where x.account_id = w.account_id and x.deleted_at is null),
    'seats', guard.seats(w.account_id, w.id) -> 'used');
end $$;
