-- What growth is judged by: each figure with its formula, here and nowhere else. Everything is made of the ledger (guard.revenue_move), so that a month's
-- figures are those of /staff/money to the cent. Who only tries is in none of them, since nothing was paid. "For one" is a plan with room for one person
-- (Starter, Pro), "for several" any other (Family, Team, Agency); the ledger keeps which it was when the row was written.

-- The figures of [since, until). `part` and `whole` are what a share is made of; money is in whole cents of one currency.
--
--   upgradeRate    accounts whose first upgrade is in the span ÷ accounts that paid for one at some moment of it. An upgrade is a row of the ledger from a
--                  plan for one to one for several, in place; a later cancellation leaves it where it is, and an account counts once, ever. Who left and
--                  came back to a plan for several is new money, not an upgrade.
--   timeToUpgrade  the median of the days from the account's beginning to its first upgrade, of those that upgraded in the span. `whole` is how many.
--   upsellMrr      Σ (cents after − cents before) of those first upgrades. Seats that are bought later, and discounts that end, are expansion but not this.
--   arpu           what recurs at the end of the span ÷ accounts that pay then.
--   teamChurn      accounts that paid for several when the span began and left in it ÷ accounts that paid for several when it began. Going down to a plan
--                  for one is contraction, not this.
create or replace function guard.growth_kpis(p_since timestamptz, p_until timestamptz)
returns table (kpi text, currency text, part numeric, whole numeric, value numeric)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with upgrade as materialized (
    select m.account_id, m.currency, m.at, m.cents_after - m.cents_before cents
      from guard.revenue_move m
     where m.was_for_one and not m.is_for_one and m.at >= p_since and m.at < p_until
       and not exists (select 1 from guard.revenue_move x where x.account_id = m.account_id and x.id < m.id and x.was_for_one and not x.is_for_one)
  ), first_move as materialized (
    -- where an account stood when the span began, of those that moved in it
    select distinct on (m.account_id) m.account_id, m.was_for_one, exists (select 1 from guard.revenue_move x where x.account_id = m.account_id
        and x.at >= p_since and x.at < p_until and x.kind = 'churn') has_left
      from guard.revenue_move m where m.at >= p_since and m.at < p_until order by m.account_id, m.id
  ), opening as (
    -- one row into a state and one out of it for each stay there
    select count(*) filter (where m.is_for_one) - count(*) filter (where m.was_for_one) for_one,
        count(*) filter (where not m.is_for_one) - count(*) filter (where not m.was_for_one) for_several
      from guard.revenue_move m where m.at < p_since
  ), joined as (
    select count(distinct m.account_id) n from guard.revenue_move m join first_move f on f.account_id = m.account_id
     where m.is_for_one and m.at >= p_since and m.at < p_until and f.was_for_one is not true
  ), closing as (
    select m.currency, sum(m.cents_after - m.cents_before) cents, count(*) filter (where m.cents_before = 0) - count(*) filter (where m.cents_after = 0) accounts
      from guard.revenue_move m where m.at < p_until group by m.currency
  ), figure (kpi, currency, part, whole, value) as (
    select 'upgradeRate', null, u.n::numeric, (o.for_one + j.n)::numeric, u.n::numeric / nullif(o.for_one + j.n, 0)
      from (select count(*) n from upgrade) u, opening o, joined j
    union all
    select 'timeToUpgrade', null, null, count(*), percentile_cont(0.5) within group (order by extract(epoch from u.at - a.created_at) / 86400.0)::numeric
      from upgrade u join app.account a on a.id = u.account_id
    union all
    select 'upsellMrr', c.currency, null, (select count(*) from upgrade u where u.currency = c.currency),
        coalesce((select sum(u.cents) from upgrade u where u.currency = c.currency), 0) from closing c
    union all
    select 'arpu', c.currency, c.cents, c.accounts, round(c.cents / nullif(c.accounts, 0)) from closing c
    union all
    select 'teamChurn', null, l.n, o.for_several, l.n::numeric / nullif(o.for_several, 0)
      from (select count(*) n from first_move f where f.has_left and not f.was_for_one) l, opening o
  )
  select f.kpi, f.currency, f.part, f.whole, f.value from figure f
$$;

-- What each is to reach; above a ceiling it has not. Money is in cents of euros, and other currencies have none.
create or replace function guard.kpi_target(p_kpi text, p_currency text) returns table (target numeric, is_ceiling boolean)
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select t.target, t.is_ceiling
    from (values ('upgradeRate', 0.05, false), ('upgradeRateQuarter', 0.15, false), ('timeToUpgrade', 30, true), ('upsellMrr', 1000000, false), ('arpu', 7000, false),
      ('teamChurn', 0.05, true)) t (kpi, target, is_ceiling)
   where t.kpi = p_kpi and coalesce(p_currency, 'EUR') = 'EUR'
$$;

-- For Recado's own people: the figures of the last months, in UTC, the latest first and as they are now; of the three months that end with each how many upgraded.
create or replace function guard.read_kpis(p_pass bytea, p_person uuid, p_trace jsonb, p_months integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb; v_now timestamptz := guard.clock(); v_this timestamp := date_trunc('month', v_now at time zone 'UTC');
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('month', to_char(f.month, 'YYYY-MM'), 'kpi', f.kpi, 'currency', f.currency, 'part', f.part, 'whole', f.whole, 'value', f.value,
      'target', t.target, 'isCeiling', t.is_ceiling, 'at', v_now)
      order by f.month desc, array_position(array['upgradeRate', 'upgradeRateQuarter', 'timeToUpgrade', 'upsellMrr', 'arpu', 'teamChurn'], f.kpi), f.currency), '[]') into v_rows
    from (
      select m.month, k.kpi, k.currency, k.part, k.whole, k.value from generate_series(v_this - make_interval(months => p_months - 1), v_this, interval '1 month') m(month),
        guard.growth_kpis(m.month at time zone 'UTC', (m.month + interval '1 month') at time zone 'UTC') k
      union all
      select m.month, 'upgradeRateQuarter', null, k.part, k.whole, k.value from generate_series(v_this - make_interval(months => p_months - 1), v_this, interval '1 month') m(month),
        guard.growth_kpis((m.month - interval '2 months') at time zone 'UTC', (m.month + interval '1 month') at time zone 'UTC') k where k.kpi = 'upgradeRate'
    ) f left join lateral guard.kpi_target(f.kpi, f.currency) t on true;
  perform guard.note_staff_look(w.person_id, w.session_id, 'kpis.read', '', p_trace);
  return v_rows;
end $$;
