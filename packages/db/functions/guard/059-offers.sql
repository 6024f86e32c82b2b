-- The offer for the first accounts that pay. One row is locked while a place is counted, so that the last place is one however many ask.

-- How many places are left at a moment; a place that was held and not paid for is free again.
create or replace function guard.early_places_left(p_now timestamptz) returns integer
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select greatest(0, o.places - (select count(*) from guard.early_adopter e where e.kept_at is not null or e.held_until > p_now))::integer from guard.early_offer o where o.name = 'early';
$$;

-- Holds a place for an account whose owner goes to the till, if there is one; who has paid before has none. An account that holds one holds the same.
create or replace function guard.hold_early_place(p_pass bytea, p_person uuid, p_workspace uuid, p_now timestamptz, p_until timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '10s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  if exists (select 1 from guard.billed_invoice i where i.account_id = w.account_id and i.paid_cents > 0) then
    return jsonb_build_object('hasPaid', true, 'isHeld', false);
  end if;
  perform 1 from guard.early_offer o where o.name = 'early' for update;
  update guard.early_adopter e set held_until = p_until where e.account_id = w.account_id and e.held_until > p_now;
  if found then return jsonb_build_object('hasPaid', false, 'isHeld', true); end if;
  if guard.early_places_left(p_now) = 0 then return jsonb_build_object('hasPaid', false, 'isHeld', false); end if;
  insert into guard.early_adopter (account_id, held_until) values (w.account_id, p_until) on conflict (account_id) do update set held_until = p_until;
  return jsonb_build_object('hasPaid', false, 'isHeld', true);
end $$;

-- Whoever ordered with the offer and never paid gives the place to somebody else once the days for paying are over; a job takes the offer off what they
-- ordered, so that they cannot have both.
create or replace function guard.release_early_place(p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.early_adopter e set held_until = '-infinity' where e.account_id = p_account and e.kept_at is null and e.held_until = 'infinity';
  if found then perform jobs.emit_global('billing/order.asked', jsonb_build_object('accountId', p_account)); end if;
end $$;

-- Whoever ordered with it holds the place while their subscription lives and its days for paying run; one that was given up is had again if there is one.
create or replace function guard.hold_ordered_place(p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select 1 from guard.early_adopter e where e.account_id = p_account and e.kept_at is null and e.held_until <> 'infinity') then return; end if;
  perform 1 from guard.early_offer o where o.name = 'early' for update;
  update guard.early_adopter e set held_until = 'infinity' where e.account_id = p_account and e.kept_at is null
    and (e.held_until > '-infinity' or guard.early_places_left(guard.clock()) > 0);
end $$;

-- What the account of the entered workspace is offered, for whoever owns it.
create or replace function guard.offers_here(p_now timestamptz) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  perform guard.require_right('workspace.delete');
  return (select jsonb_build_object('hasPaid', exists (select 1 from guard.billed_invoice i where i.account_id = w.account_id and i.paid_cents > 0),
      'isHeld', coalesce(e.held_until > p_now, false), 'isKept', e.kept_at is not null, 'left', guard.early_places_left(p_now))
    from app.workspace w left join guard.early_adopter e on e.account_id = w.account_id where w.id = v[1]::uuid);
end $$;
