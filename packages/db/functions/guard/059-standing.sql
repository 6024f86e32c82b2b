-- What an account that owes for its plan is refused. Seven days nothing is; then what goes out by itself and what makes it larger stops, while people answer
-- by hand and whatever comes in comes in; then it is for reading only. As packages/core/src/billing/rules/standing.ts says it; a test compares the two.

create or replace function guard.refused_acts(p_state text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select case when p_state in ('restricted', 'suspended', 'cancelled') then array['imports', 'newNumbers', 'newPeople', 'planned', 'surveys'] else '{}' end $$;

-- How an account stands that owes: {state, until, because}; null for one that does not. A grace that ran out is over, whoever comes to write that down.
create or replace function guard.standing_of(p_account uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s jsonb;
begin
  select b.state into s from guard.billing_account b where b.account_id = p_account;
  if s ->> 'state' = 'grace' and (s ->> 'until')::timestamptz <= guard.clock() then
    -- a plan that is paid does not end for want of what came on top
    return jsonb_build_object('state', 'restricted', 'because', coalesce(s ->> 'because', 'unpaid'),
      'until', case when s ->> 'because' is distinct from 'seats' then (s ->> 'until')::timestamptz + interval '7 days' end);
  end if;
  return case when s ->> 'state' in ('grace', 'restricted', 'suspended', 'cancelled') then jsonb_build_object('state', s -> 'state', 'until', s -> 'until', 'because', s -> 'because') end;
end $$;

create or replace function guard.is_refused(p_account uuid, p_act text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(p_act = any (guard.refused_acts(guard.standing_of(p_account) ->> 'state')), false);
end $$;

-- Null where the account at work may do something, else what the refusal says; what is owed is an owner's to know.
create or replace function guard.refuses(p_act text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  if not guard.is_refused(v_account, p_act) then return null; end if;
  return jsonb_build_object('act', p_act, 'isOwner', guard.caller_may('workspace.delete'));
end $$;
