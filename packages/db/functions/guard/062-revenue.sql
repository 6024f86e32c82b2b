-- The ledger of recurring revenue, written in the transaction in which the provider's picture of an account is, and the report that is made of it.

-- What a subscription pays in a month of it: its items, a year by twelve, less the discounts that run; before tax, in whole cents. Nothing while it is
-- tried, paused or over, and nothing for what was never paid once.
create or replace function guard.recurring_cents(p_subscription jsonb) returns bigint
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
declare v numeric := 0; x jsonb;
begin
  if coalesce(p_subscription ->> 'status', '') not in ('active', 'past_due') then return 0; end if;
  for x in select e from jsonb_array_elements(p_subscription -> 'items') e loop
    v := v + (x ->> 'cents')::numeric * (x ->> 'quantity')::numeric
      * case x ->> 'interval' when 'year' then 1 / 12::numeric when 'week' then 52 / 12::numeric when 'day' then 365 / 12::numeric else 1 end;
  end loop;
  -- percents are of what is left, amounts come off as they are
  for x in select e from jsonb_array_elements(coalesce(p_subscription -> 'discounts', '[]')) e loop
    v := case when x ->> 'percent' is not null then v * (100 - (x ->> 'percent')::numeric) / 100 else v - coalesce((x ->> 'cents')::numeric, 0) end;
  end loop;
  return greatest(round(v), 0)::bigint;
end $$;

-- When what a picture shows began, as the provider dates it: the end of what is over, else the latest of its beginning, the end of its trial, its period and
-- its newest invoice.
create or replace function guard.moved_at(p_picture jsonb) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select coalesce((s.x ->> 'endedAt')::timestamptz, greatest((s.x ->> 'startedAt')::timestamptz, (s.x ->> 'periodStart')::timestamptz,
      (select max((i ->> 'createdAt')::timestamptz) from jsonb_array_elements(coalesce(p_picture -> 'invoices', '[]')) i where i ->> 'status' <> 'draft')),
    clock_timestamp()) from (select p_picture -> 'subscription' x) s
$$;

-- One row for each change of what an account pays. The account's row is locked by whoever writes its picture, so the rows of one follow each other.
create or replace function guard.note_revenue() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_last guard.revenue_move; v_before bigint; v_after bigint := guard.recurring_cents(new.picture -> 'subscription');
begin
  select * into v_last from guard.revenue_move m where m.account_id = new.account_id order by m.id desc limit 1;
  v_before := coalesce(v_last.cents_after, 0);
  if v_after = v_before then return null; end if;
  insert into guard.revenue_move (account_id, plan_before, was_for_one, at, currency, kind, cents_before, cents_after)
    values (new.account_id, v_last.plan, v_last.is_for_one, greatest(guard.moved_at(new.picture), v_last.at), coalesce(new.picture -> 'subscription' ->> 'currency', v_last.currency),
      case when v_after = 0 then 'churn' when v_before = 0 then case when v_last.id is null then 'new' else 'back' end
        when v_after > v_before then 'expansion' else 'contraction' end, v_before, v_after);
  return null;
end $$;

-- Says which plan the latest row of an account pays for, once the plan that its picture stands for is set; a row that says it already stays.
create or replace function guard.name_paid_plan(p_account uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update guard.revenue_move m set plan = a.plan, is_for_one = coalesce((v.body -> 'seats' ->> 'max')::integer, 2) = 1
    from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where a.id = p_account and m.id = (select x.id from guard.revenue_move x where x.account_id = p_account order by x.id desc limit 1)
     and m.plan is null and m.cents_after > 0
$$;

-- For Recado's own people: the last months, the latest first, by currency. What recurs at their beginning and their end and how it came from the one to the
-- other, how many accounts pay; what was invoiced without its tax, what was paid with it, and what of that was given back.
create or replace function guard.read_revenue(p_pass bytea, p_person uuid, p_trace jsonb, p_months integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb; v_this timestamp := date_trunc('month', guard.clock() at time zone 'UTC');
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('month', to_char(t.month, 'YYYY-MM'), 'currency', t.currency, 'openingCents', r.opening, 'newCents', r.new, 'backCents', r.back,
      'expansionCents', r.expansion, 'contractionCents', r.contraction, 'churnCents', r.churn, 'closingCents', r.closing, 'accounts', r.accounts, 'churned', r.churned,
      'invoicedCents', i.invoiced, 'paidCents', i.paid, 'creditedCents', i.credited) order by t.month desc, t.currency), '[]') into v_rows
    from (select m.month, c.currency, m.month at time zone 'UTC' since, (m.month + interval '1 month') at time zone 'UTC' until
        from generate_series(v_this - make_interval(months => p_months - 1), v_this, interval '1 month') m(month)
          cross join (select distinct x.currency from guard.revenue_move x union select distinct y.currency from guard.billed_invoice y) c) t
      cross join lateral (select
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at < t.since), 0) opening,
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at >= t.since and x.kind = 'new'), 0) new,
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at >= t.since and x.kind = 'back'), 0) back,
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at >= t.since and x.kind = 'expansion'), 0) expansion,
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at >= t.since and x.kind = 'contraction'), 0) contraction,
          coalesce(sum(x.cents_after - x.cents_before) filter (where x.at >= t.since and x.kind = 'churn'), 0) churn,
          count(*) filter (where x.at >= t.since and x.kind = 'churn') churned,
          coalesce(sum(x.cents_after - x.cents_before), 0) closing,
          count(*) filter (where x.cents_before = 0) - count(*) filter (where x.cents_after = 0) accounts
        from guard.revenue_move x where x.currency = t.currency and x.at < t.until) r
      cross join lateral (select
          coalesce(sum(y.total_cents - y.tax_cents) filter (where y.created_at >= t.since and y.created_at < t.until and y.status in ('open', 'paid', 'uncollectible')), 0) invoiced,
          coalesce(sum(y.paid_cents) filter (where y.paid_at >= t.since and y.paid_at < t.until), 0) paid,
          coalesce(sum(y.credited_cents) filter (where y.paid_at >= t.since and y.paid_at < t.until), 0) credited
        from guard.billed_invoice y where y.currency = t.currency) i
      -- months before anybody paid say nothing
      where t.until > least((select min(x.at) from guard.revenue_move x where x.currency = t.currency), (select min(y.created_at) from guard.billed_invoice y where y.currency = t.currency));
  perform guard.note_staff_look(w.person_id, w.session_id, 'revenue.read', '', p_trace);
  return v_rows;
end $$;
