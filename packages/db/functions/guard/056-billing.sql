-- How accounts are billed. What the provider says is read again as a whole and written here in one transaction with everything that follows from it; an
-- event of the provider only says whose to read. The web writes down events and reads its own account; the rest is for the jobs.

-- An event that the provider signed, once; whoever it is about is read again. Answers whether it was new.
create or replace function guard.note_billing_event(p_id text, p_type text, p_customer text, p_created timestamptz, p_payload jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.billing_event (id, type, customer, created_at, payload) values (p_id, p_type, p_customer, p_created, p_payload) on conflict (id) do nothing;
  if not found then return false; end if;
  if p_customer is not null then perform jobs.emit_global('billing/sync.requested', jsonb_build_object('customer', p_customer)); end if;
  return true;
end $$;

-- The row of an account, which begins with the first look at it. Its trial counts from its opening; one that is older has a week left, so that nobody is
-- stopped without being reminded.
create or replace function guard.open_billing(p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.billing_account (account_id, trial_ends_at)
    select a.id, case when (v.body ->> 'trialDays')::integer > 0 and (v.body -> 'price' ->> 'cents')::integer = 0
        then greatest(a.created_at + make_interval(days => (v.body ->> 'trialDays')::integer), guard.clock() + interval '7 days') end
      from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version where a.id = p_account
    on conflict (account_id) do nothing;
end $$;

-- What the jobs read before they ask the provider, by the account or by what the provider calls it; `at` is when. Null for nobody's.
create or replace function guard.billing_facts(p_account uuid, p_customer text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare b guard.billing_account;
begin
  if p_account is not null then
    perform guard.open_billing(p_account);
    select * into b from guard.billing_account x where x.account_id = p_account;
  else
    select * into b from guard.billing_account x where x.customer = p_customer;
  end if;
  if not found then return null; end if;
  return (select jsonb_build_object('at', clock_timestamp()::text, 'accountId', b.account_id, 'customer', b.customer, 'name', a.name, 'seatsOwedSince', b.seats_owed_since,
      -- whoever was put on another plan by hand tries nothing any more
      'trialEndsAt', case when (v.body ->> 'trialDays')::integer > 0 and (v.body -> 'price' ->> 'cents')::integer = 0 then b.trial_ends_at end,
      'versions', guard.plan_catalogue(), 'head', guard.catalogue_in_use(), 'people', guard.billed_people(b.account_id), 'kept', b.seats_kept, 'descent', guard.descent_of(b.account_id))
    from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version where a.id = b.account_id);
end $$;

-- Writes what was read of an account, and does what follows: its plan, its sessions, its end or return, and its mails, each cause once. One account at a time;
-- what was asked for earlier than what is known is left.
create or replace function guard.settle_billing(p_account uuid, p_customer text, p_at timestamptz, p_picture jsonb, p_state jsonb, p_anchor timestamptz, p_plan text,
  p_version integer, p_stops boolean, p_notices jsonb, p_unasked boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare b guard.billing_account; v_told integer := 0; v_fitted jsonb; x jsonb; v_drifted boolean; v_why text := 'billing: ' || (p_state ->> 'state');
begin
  perform pg_advisory_xact_lock(hashtextextended(p_account::text || '|billing', 0));
  -- before the row of its billing, as owners take them
  perform 1 from app.account a where a.id = p_account for no key update;
  select * into b from guard.billing_account y where y.account_id = p_account;
  if not found or b.customer is distinct from p_customer or b.read_at >= p_at then return jsonb_build_object('written', false, 'told', 0, 'drifted', false); end if;
  v_drifted := p_unasked and b.picture is not null and b.picture is distinct from p_picture;
  update guard.billing_account y set picture = p_picture, state = p_state, read_at = p_at, anchor = coalesce(p_anchor, y.anchor),
      stopped_at = case when p_stops then coalesce(y.stopped_at, guard.clock()) end, drifted_at = case when v_drifted then guard.clock() else y.drifted_at end
    where y.account_id = p_account;
  if p_plan is not null and exists (select 1 from app.account a where a.id = p_account and (a.plan, a.plan_version) is distinct from (p_plan, p_version)) then
    perform guard.set_plan(p_account, p_plan, p_version, 'billing', v_why, null);
    v_fitted := guard.fit_account(p_account, (select d.keep from guard.plan_descent d where d.account_id = p_account and d.plan = p_plan and d.version = p_version), false);
    delete from guard.plan_descent d where d.account_id = p_account and d.plan = p_plan and d.version = p_version;
  end if;
  perform guard.name_paid_plan(p_account);
  if p_state ->> 'state' in ('suspended', 'cancelled', 'free') then perform guard.release_early_place(p_account); end if;
  if p_stops and b.stopped_at is null then perform guard.cancel_account(p_account, 'billing', v_why); end if;
  if not p_stops and b.stopped_at is not null then perform guard.resume_account(p_account, 'billing', v_why); end if;
  for x in select e from jsonb_array_elements(p_notices) e loop
    continue when x ? 'fitted' and coalesce((v_fitted ->> 'workspaces')::integer + (v_fitted ->> 'numbers')::integer + (v_fitted ->> 'people')::integer, 0) = 0;
    continue when x ? 'after' and not exists (select 1 from guard.billing_notice n where n.kind = x ->> 'after' and n.account_id = p_account
      and starts_with(n.subject, x ->> 'subject'));
    insert into guard.billing_notice (kind, subject, account_id) values (x ->> 'kind', x ->> 'subject', p_account) on conflict (kind, subject) do nothing;
    continue when not found;
    perform guard.tell_owners_of(p_account, x ->> 'template', decode(x ->> 'sealed', 'base64'));
    v_told := v_told + 1;
  end loop;
  return jsonb_build_object('written', true, 'told', v_told, 'drifted', v_drifted);
end $$;

-- The accounts to look at without being asked, a page at a time: those whose days count, who go down a plan, whose seats are not as many as their people, and whatever was not
-- read for a day. Try-outs are nobody's.
create or replace function guard.list_due_billing(p_after uuid, p_limit integer) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_after is null then
    perform guard.open_billing(a.id) from app.account a where not exists (select 1 from guard.billing_account b where b.account_id = a.id)
      and not exists (select 1 from app.workspace w where w.account_id = a.id and w.is_demo);
  end if;
  return query select b.account_id from guard.billing_account b
    where (p_after is null or b.account_id > p_after)
      and (b.read_at is null or b.stopped_at is not null or b.state ->> 'state' = 'trial'
        or b.customer is not null and (b.state ->> 'state' <> 'active' or b.read_at < clock_timestamp() - interval '1 day')
        or b.open_order is not null or exists (select 1 from guard.plan_descent d where d.account_id = b.account_id) or guard.pays_by_seat(b.account_id) and b.seats_followed is distinct from guard.billed_people(b.account_id))
    order by b.account_id limit p_limit;
end $$;

-- what the provider called about is kept for three months
create or replace function guard.sweep_billing_events() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  delete from guard.billing_event e where e.received_at < clock_timestamp() - interval '90 days';
  get diagnostics n = row_count;
  return n;
end $$;

-- ───────────── an owner's own account ─────────────
-- How the account of the entered workspace is billed, for whoever owns it; also where nothing is written any more.
create or replace function guard.billing_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  perform guard.require_right('workspace.delete');
  return (select jsonb_build_object('accountId', a.id, 'name', a.name, 'plan', a.plan, 'version', a.plan_version, 'customer', b.customer, 'picture', b.picture, 'readAt', b.read_at, 'seatsOwedSince', b.seats_owed_since,
      'trialEndsAt', case when (p.body ->> 'trialDays')::integer > 0 and (p.body -> 'price' ->> 'cents')::integer = 0
        then coalesce(b.trial_ends_at, a.created_at + make_interval(days => (p.body ->> 'trialDays')::integer)) end,
      'people', guard.seats(a.id, w.id) -> 'used', 'invited', guard.seats(a.id, w.id) -> 'invited', 'billed', guard.billed_people(a.id), 'frozen', guard.frozen_people(a.id), 'kept', b.seats_kept,
      'personId', v[3], 'email', o.email, 'versions', guard.plan_catalogue(), 'head', guard.catalogue_in_use())
    from app.workspace w join app.account a on a.id = w.account_id join guard.plan_version p on p.plan = a.plan and p.version = a.plan_version
      join guard.person o on o.id = v[3]::uuid left join guard.billing_account b on b.account_id = a.id where w.id = v[1]::uuid);
end $$;

-- An owner does something about how their account is billed: it is in the audit of every workspace of the account before the provider is asked.
create or replace function guard.note_billing_act(p_pass bytea, p_person uuid, p_workspace uuid, p_action text, p_detail jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.open_billing(w.account_id);
  perform guard.note_beside(array(select x.id from app.workspace x where x.account_id = w.account_id), '00000000-0000-0000-0000-000000000000',
    (guard.live_session(p_pass, p_person)).person_id, p_action, w.account_id::text, p_detail || jsonb_build_object('accountId', w.account_id), null, null, p_pass);
end $$;

-- How the provider calls the account of an owner from now on.
create or replace function guard.keep_customer(p_pass bytea, p_person uuid, p_workspace uuid, p_customer text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  update guard.billing_account b set provider = 'stripe', customer = p_customer where b.account_id = w.account_id and b.customer is distinct from p_customer;
end $$;

-- Has the account of an owner read again.
create or replace function guard.ask_billing_sync(p_pass bytea, p_person uuid, p_workspace uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform jobs.emit_global('billing/sync.requested', jsonb_build_object('customer', b.customer)) from guard.billing_account b
    where b.account_id = w.account_id and b.customer is not null;
end $$;
