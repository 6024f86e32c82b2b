-- Seats that are paid for. Whoever gets into an account is paid for, in however many of its workspaces they are; who is blocked keeps their place and is
-- not paid for, and an invitation is paid for once it is taken up. What changes that says so in its own transaction; a job asks the provider.

create or replace function guard.billed_people(p_account uuid) returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(distinct m.person_id)::integer from app.workspace w join app.member m on m.workspace_id = w.id
   where w.account_id = p_account and w.deleted_at is null and m.blocked_at is null
$$;

-- who comes back with a plan that has room
create or replace function guard.frozen_people(p_account uuid) returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select count(distinct m.person_id)::integer from app.workspace w join app.member m on m.workspace_id = w.id
   where w.account_id = p_account and w.deleted_at is null and m.frozen_at is not null
$$;

-- where an account is on its way down, or was; null where it never was
create or replace function guard.descent_of(p_account uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('plan', d.plan, 'version', d.version, 'isOff', d.called_off_at is not null) from guard.plan_descent d where d.account_id = p_account
$$;

-- whether people cost something on the plan of an account that buys it
create or replace function guard.pays_by_seat(p_account uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from guard.billing_account b join app.account a on a.id = b.account_id
      join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
    where b.account_id = p_account and b.customer is not null and jsonb_typeof(v.body -> 'seats' -> 'extraCents') = 'number');
end $$;

-- has a job look whether the provider is asked for as many as there are
create or replace function guard.ask_order(p_account uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select jobs.emit_global('billing/order.asked', jsonb_build_object('accountId', p_account)) where guard.pays_by_seat(p_account) $$;

create or replace function guard.note_people_changed() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and (old.blocked_at is null) = (new.blocked_at is null) then return null; end if;
  perform guard.ask_order(w.account_id) from app.workspace w where w.id = case when tg_op = 'DELETE' then old.workspace_id else new.workspace_id end;
  return null;
end $$;

create or replace function guard.note_workspace_moved() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.ask_order(x) from (select distinct unnest(array[old.account_id, new.account_id]) x) y;
  return null;
end $$;

-- What the jobs decide by, read after the provider was: whom to ask for what is theirs to say. Null for an account that buys nothing.
create or replace function guard.order_facts(p_account uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object('customer', b.customer, 'people', guard.billed_people(b.account_id), 'kept', b.seats_kept, 'order', b.open_order, 'turn', b.turn,
      'isEarly', (select e.kept_at is not null or e.held_until > guard.clock() from guard.early_adopter e where e.account_id = b.account_id),
      'descent', guard.descent_of(b.account_id),
      'versions', guard.plan_catalogue())
    from guard.billing_account b where b.account_id = p_account and b.customer is not null);
end $$;

drop function if exists guard.begin_order(uuid, jsonb, integer);
drop function if exists guard.end_order(uuid, text);
drop function if exists guard.note_followed(uuid, integer, integer, boolean);
-- Writes down what is about to be asked of the provider, if it was decided by how many there still are, and nothing was done since the provider was read. What somebody else began is answered in its
-- place: whoever comes second finishes that first, under its own key. Null where it has to be decided again.
create or replace function guard.begin_order(p_account uuid, p_order jsonb, p_people integer, p_turn bigint) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare v_open jsonb; v_turn bigint;
begin
  select b.open_order, b.turn into v_open, v_turn from guard.billing_account b where b.account_id = p_account for update;
  if not found then return null; end if;
  if v_open is not null then return v_open; end if;
  if v_turn <> p_turn or guard.billed_people(p_account) <> p_people then return null; end if;
  update guard.billing_account b set open_order = p_order where b.account_id = p_account;
  return p_order;
end $$;

-- It is over; what an owner bought with it is kept once it was done, and whoever went up by it does not go down any more.
create or replace function guard.end_order(p_account uuid, p_request text, p_done boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare v_kept integer; v_drops boolean;
begin
  select case when p_done then (b.open_order ->> 'kept')::integer end, p_done and coalesce((b.open_order ->> 'dropsDescent')::boolean, false) into v_kept, v_drops from guard.billing_account b
    where b.account_id = p_account and b.open_order ->> 'request' = p_request for update;
  if not found then return; end if;
  update guard.billing_account b set open_order = null, turn = b.turn + 1, seats_kept = coalesce(v_kept, b.seats_kept) where b.account_id = p_account;
  if v_drops then update guard.plan_descent d set called_off_at = clock_timestamp() where d.account_id = p_account and d.called_off_at is null; end if;
  if v_kept is not null or v_drops then perform guard.ask_order(p_account); end if;
end $$;

-- The same for an owner, who orders what they were told the cost of: nothing else is asked for the account meanwhile. Answers what is under way.
create or replace function guard.begin_own_order(p_pass bytea, p_person uuid, p_workspace uuid, p_order jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); v_open jsonb;
begin
  update guard.billing_account b set open_order = coalesce(b.open_order, p_order) where b.account_id = w.account_id returning b.open_order into v_open;
  return v_open;
end $$;

create or replace function guard.end_own_order(p_pass bytea, p_person uuid, p_workspace uuid, p_request text, p_done boolean) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.end_order(w.account_id, p_request, p_done);
end $$;

-- The provider has what it is to have for so many people; more were not bought ahead than are paid, and where it has nothing planned, what was called off
-- is forgotten. Not where something was done, or an owner bought seats, since the provider was read. `p_owed_at`: the card does not pay for all of them;
-- the days count from the first time that is so.
create or replace function guard.note_followed(p_account uuid, p_people integer, p_kept integer, p_nothing_planned boolean, p_turn bigint, p_owed_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare b guard.billing_account;
begin
  delete from guard.plan_descent d where d.account_id = p_account and d.called_off_at is not null and p_nothing_planned;
  select * into b from guard.billing_account x where x.account_id = p_account and x.turn = p_turn and x.open_order is null for update;
  if not found then return; end if;
  if b.seats_followed is distinct from p_people or p_kept < b.seats_kept or (b.seats_owed_since is null) <> (p_owed_at is null) then
    update guard.billing_account x set seats_followed = p_people, seats_kept = case when p_kept < x.seats_kept then p_kept else x.seats_kept end,
        seats_owed_since = case when p_owed_at is not null then coalesce(x.seats_owed_since, p_owed_at) end where x.account_id = p_account;
  end if;
  if (b.seats_owed_since is null) <> (p_owed_at is null) then
    perform jobs.emit_global('billing/sync.requested', jsonb_build_object('customer', b.customer));
  end if;
end $$;

-- How many an owner pays for however few there are, from now on.
create or replace function guard.keep_seats(p_pass bytea, p_person uuid, p_workspace uuid, p_seats integer) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  update guard.billing_account b set seats_kept = p_seats, turn = b.turn + 1 where b.account_id = w.account_id;
  perform guard.ask_order(w.account_id);
end $$;
