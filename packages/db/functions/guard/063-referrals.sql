-- Referrals. Who came by whom is said once, before anything is paid; what follows is worked out from the invoices as they stand, and what was credited
-- already is made that: more is credited once, and what was given back since is taken back once.

-- whether two accounts are one business: the same owner, or the same tax number
create or replace function guard.is_same_business(p_one uuid, p_other uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p_one = p_other
    or exists (select 1 from app.workspace w join app.member m on m.workspace_id = w.id and m.role = 'owner'
        join app.member n on n.person_id = m.person_id and n.role = 'owner' join app.workspace v on v.id = n.workspace_id
      where w.account_id = p_one and v.account_id = p_other)
    or exists (select 1 from guard.tax_details t join guard.tax_details u on u.details ->> 'taxId' = t.details ->> 'taxId' and u.details ->> 'country' = t.details ->> 'country'
      where t.account_id = p_one and u.account_id = p_other)
$$;

-- What the account of an owner has for whoever comes by it from now on; its code begins with the first choice.
create or replace function guard.choose_reward(p_pass bytea, p_person uuid, p_workspace uuid, p_reward text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.note_billing_act(p_pass, p_person, p_workspace, 'billing/reward.chosen', '{}');
  update guard.referral_code c set reward = p_reward where c.account_id = w.account_id;
  while not found loop
    insert into guard.referral_code (account_id, code, reward) values (w.account_id, left(replace(gen_random_uuid()::text, '-', ''), 8), p_reward) on conflict do nothing;
  end loop;
end $$;

-- An owner says by whom they came: 'claimed', or why not: 'unknown', 'taken' where it was said before, 'self' where both are one business or the other one came
-- by this one, 'late' where something was paid.
create or replace function guard.claim_referral(p_pass bytea, p_person uuid, p_workspace uuid, p_code text, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); c guard.referral_code;
begin
  -- two who name each other at once
  perform pg_advisory_xact_lock(hashtextextended('referrals', 0));
  select * into c from guard.referral_code x where x.code = p_code;
  if not found then return 'unknown'; end if;
  if exists (select 1 from guard.referral r where r.account_id = w.account_id) then return 'taken'; end if;
  if guard.is_same_business(w.account_id, c.account_id)
      or exists (select 1 from guard.referral r where r.account_id = c.account_id and r.referrer_id = w.account_id) then return 'self'; end if;
  if exists (select 1 from guard.billed_invoice i where i.account_id = w.account_id and i.paid_cents > 0) then return 'late'; end if;
  insert into guard.referral (account_id, referrer_id, reward, attributed_at) values (w.account_id, c.account_id, c.reward, p_now);
  perform guard.note_billing_act(p_pass, p_person, p_workspace, 'billing/referral.claimed', '{}');
  return 'claimed';
end $$;

-- For whoever owns the account of the entered workspace: its code, whether it came by somebody, and who came by it, without their names.
create or replace function guard.referrals_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  perform guard.require_right('workspace.delete');
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  return jsonb_build_object(
    'code', (select c.code from guard.referral_code c where c.account_id = v_account),
    'reward', (select c.reward from guard.referral_code c where c.account_id = v_account),
    'cameBy', exists (select 1 from guard.referral r where r.account_id = v_account),
    'hasPaid', exists (select 1 from guard.billed_invoice i where i.account_id = v_account and i.paid_cents > 0),
    'rows', (select coalesce(jsonb_agg(jsonb_build_object('since', r.attributed_at, 'reward', r.reward, 'isWithdrawn', r.withdrawn_at is not null,
        'firstPaidAt', (select min(i.paid_at) from guard.billed_invoice i where i.account_id = r.account_id and i.status = 'paid' and i.paid_cents > 0),
        'cents', (select coalesce(sum(case when k.kind = 'referral' then k.cents else -k.cents end), 0) from guard.account_credit k
          where k.account_id = v_account and k.kind in ('referral', 'referral_back') and split_part(k.subject, ':', 1) = r.account_id::text),
        'currency', 'EUR') order by r.attributed_at desc, r.account_id), '[]')
      from (select * from guard.referral x where x.referrer_id = v_account order by x.attributed_at desc, x.account_id limit 200) r));
end $$;

-- What each referral comes to at a moment, of invoices that were paid so many days before: cents without tax of what was not given back. A month is what the
-- referrer's own last period cost, with its tax; null while it never paid.
create or replace function guard.referrals_due(p_now timestamptz, p_days integer, p_share integer, p_welcome integer)
  returns table (kind text, subject text, account_id uuid, currency text, cents bigint, credited_cents bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with paid as (
    select r.account_id, r.referrer_id, r.reward, i.id, i.currency, i.credited_cents,
        i.id = first_value(i.id) over (partition by r.account_id order by i.paid_at, i.id) is_first,
        case when r.withdrawn_at is not null then 0
          else round((i.paid_cents - i.credited_cents)::numeric * (i.total_cents - i.tax_cents) / nullif(i.total_cents, 0)) end net, i.paid_at
      from guard.referral r join guard.billed_invoice i on i.account_id = r.account_id where i.status = 'paid' and i.paid_cents > 0)
  select 'referral', p.account_id || ':' || p.id, p.referrer_id, p.currency, round(p.net * p_share / 100)::bigint, p.credited_cents
    from paid p where p.reward = 'share' and p.paid_at <= p_now - make_interval(days => p_days)
  union all
  select 'referral', p.account_id::text, p.referrer_id, p.currency, case when p.net > 0 then coalesce(
        (select k.cents from guard.account_credit k where k.kind = 'referral' and k.subject = p.account_id::text and k.account_id = p.referrer_id),
        (select round(i.total_cents / case when b.picture -> 'subscription' -> 'items' -> 0 ->> 'interval' = 'year' then 12.0 else 1 end)::bigint
          from guard.billed_invoice i join guard.billing_account b on b.account_id = i.account_id
         where i.account_id = p.referrer_id and i.status = 'paid' and i.total_cents > 0 and i.reason in ('subscription_create', 'subscription_cycle')
         order by i.paid_at desc, i.id limit 1)) else 0 end, p.credited_cents
    from paid p where p.reward = 'month' and p.is_first and p.paid_at <= p_now - make_interval(days => p_days)
  union all
  select 'welcome', 'welcome', p.account_id, p.currency, round(p.net * p_welcome / 100)::bigint, p.credited_cents
    from paid p where p.is_first and p.paid_at <= p_now - make_interval(days => p_days)
$$;

-- Makes what was credited what is due, once each; whoever is not known to the provider waits. Answers how much changed.
create or replace function guard.settle_referrals(p_now timestamptz, p_days integer, p_share integer, p_welcome integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare d record; v_had bigint; v_back bigint; v_kind text; v_subject text; v_cents bigint; n integer := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('referrals', 0));
  -- who had everything back, and who turns out to be the same business, counts no more
  update guard.referral r set withdrawn_at = p_now where r.withdrawn_at is null
    and (exists (select 1 from guard.money_back m where m.account_id = r.account_id) or guard.is_same_business(r.account_id, r.referrer_id));
  for d in select x.* from guard.referrals_due(p_now, p_days, p_share, p_welcome) x join guard.billing_account b on b.account_id = x.account_id and b.customer is not null
      where x.cents is not null order by x.account_id, x.kind, x.subject loop
    select k.cents into v_had from guard.account_credit k where k.kind = d.kind and k.subject = d.subject and k.account_id = d.account_id;
    if not found then
      continue when d.cents <= 0;
      v_kind := d.kind; v_subject := d.subject; v_cents := d.cents;
    else
      select coalesce(sum(k.cents), 0) into v_back from guard.account_credit k
        where k.kind = d.kind || '_back' and starts_with(k.subject, d.subject || ':') and k.account_id = d.account_id;
      v_cents := v_had - v_back - d.cents;
      continue when v_cents <= 0;
      v_kind := d.kind || '_back'; v_subject := d.subject || ':' || (v_back + v_cents);
    end if;
    insert into guard.account_credit (kind, subject, account_id, currency, cents) values (v_kind, v_subject, d.account_id, d.currency, v_cents) on conflict do nothing;
    continue when not found;
    perform jobs.emit_global('billing/credit.made', jsonb_build_object('kind', v_kind, 'subject', v_subject, 'accountId', d.account_id));
    n := n + 1;
  end loop;
  return n;
end $$;
