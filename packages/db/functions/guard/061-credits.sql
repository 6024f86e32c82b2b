-- Credit for months in which the product was not there, proposed by the uptime and confirmed by Recado's people; and what banks dispute.

-- What an uptime is worth to whom it was promised, for everybody who paid in that month: so much of what they paid.
create or replace function guard.sla_shares(p_month date, p_percent integer) returns table (account_id uuid, currency text, cents bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select i.account_id, i.currency, round(sum(i.paid_cents - i.credited_cents) * p_percent / 100.0)::bigint from guard.billed_invoice i
    where i.status = 'paid' and i.paid_at >= (p_month::timestamp at time zone 'UTC') and i.paid_at < ((p_month + interval '1 month')::timestamp at time zone 'UTC')
    group by i.account_id, i.currency having round(sum(i.paid_cents - i.credited_cents) * p_percent / 100.0) > 0;
$$;

-- The months that were entered, the latest first, with what each comes to.
create or replace function guard.list_sla(p_pass bytea, p_person uuid, p_trace jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_staff(p_pass, p_person);
  return (select coalesce(jsonb_agg(jsonb_build_object('month', to_char(m.month, 'YYYY-MM'), 'uptime', m.uptime, 'percent', m.percent, 'enteredAt', m.entered_at,
      'confirmedAt', m.confirmed_at, 'accounts', c.accounts, 'cents', c.cents, 'booked', c.booked) order by m.month desc), '[]')
    from (select * from guard.sla_month x order by x.month desc limit 24) m cross join lateral (
      select count(*) accounts, coalesce(sum(s.cents), 0) cents, count(*) filter (where s.booked) booked from (
        select k.cents, k.booked_at is not null booked from guard.account_credit k where m.confirmed_at is not null and k.kind = 'sla' and k.subject = to_char(m.month, 'YYYY-MM')
        union all select p.cents, false from guard.sla_shares(m.month, m.percent) p where m.confirmed_at is null) s) c);
end $$;

-- The uptime of a month; again until it is confirmed. False when it was, and for none.
create or replace function guard.enter_sla(p_pass bytea, p_person uuid, p_trace jsonb, p_month date, p_uptime numeric, p_percent integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  if p_month is null then return false; end if;
  insert into guard.sla_month as m (month, uptime, percent, entered_by) values (p_month, p_uptime, p_percent, w.person_id)
    on conflict (month) do update set uptime = p_uptime, percent = p_percent, entered_by = w.person_id, entered_at = clock_timestamp() where m.confirmed_at is null;
  if not found then return false; end if;
  perform guard.note_staff_action(w.person_id, w.session_id, 'sla.entered', to_char(p_month, 'YYYY-MM'), jsonb_build_object('uptime', p_uptime, 'percent', p_percent), p_trace);
  return true;
end $$;

-- Credits everybody who paid in a month, once, the share that was shown. How many, or null when there is nothing to confirm, or another share now.
drop function if exists guard.confirm_sla(bytea, uuid, jsonb, date);
create or replace function guard.confirm_sla(p_pass bytea, p_person uuid, p_trace jsonb, p_month date, p_percent integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_percent integer; v_subject text := to_char(p_month, 'YYYY-MM'); k guard.account_credit; n integer := 0;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  update guard.sla_month m set confirmed_by = w.person_id, confirmed_at = clock_timestamp() where m.month = p_month and m.confirmed_at is null and m.percent > 0 and m.percent = p_percent
    returning m.percent into v_percent;
  if not found then return null; end if;
  for k in insert into guard.account_credit (kind, subject, account_id, currency, cents)
      select 'sla', v_subject, s.account_id, s.currency, s.cents from guard.sla_shares(p_month, v_percent) s on conflict do nothing returning * loop
    perform jobs.emit_global('billing/credit.made', jsonb_build_object('kind', k.kind, 'subject', k.subject, 'accountId', k.account_id));
    n := n + 1;
  end loop;
  perform guard.note_staff_action(w.person_id, w.session_id, 'sla.confirmed', v_subject, jsonb_build_object('percent', v_percent, 'accounts', n), p_trace);
  return n;
end $$;

-- What the job reads before it books a credit; null for one that is booked.
create or replace function guard.credit_facts(p_kind text, p_subject text, p_account uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('customer', b.customer, 'currency', k.currency, 'cents', case when k.kind like '%\_back' then -k.cents else k.cents end) from guard.account_credit k join guard.billing_account b on b.account_id = k.account_id
    where k.kind = p_kind and k.subject = p_subject and k.account_id = p_account and k.booked_at is null and b.customer is not null;
$$;

create or replace function guard.note_credit_booked(p_kind text, p_subject text, p_account uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.account_credit k set booked_at = guard.clock() where k.kind = p_kind and k.subject = p_subject and k.account_id = p_account and k.booked_at is null;
  perform jobs.emit_global('billing/sync.requested', jsonb_build_object('customer', b.customer)) from guard.billing_account b where b.account_id = p_account;
end $$;

-- ───────────── disputes ─────────────
-- A call about a dispute has it read again.
create or replace function guard.tell_dispute() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform jobs.emit_global('billing/dispute.changed', jsonb_build_object('dispute', new.payload -> 'data' -> 'object' ->> 'id'));
  return null;
end $$;

-- Writes how a dispute stands, of a customer who is ours. Its account, or null for nobody's.
create or replace function guard.settle_dispute(p_dispute jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  select b.account_id into v_account from guard.billing_account b where b.customer = p_dispute ->> 'customer';
  if v_account is null then return null; end if;
  insert into guard.dispute (id, customer, status, reason, currency, cents, opened_at, due_at)
    values (p_dispute ->> 'id', p_dispute ->> 'customer', p_dispute ->> 'status', p_dispute ->> 'reason', p_dispute ->> 'currency', (p_dispute ->> 'cents')::bigint,
      (p_dispute ->> 'openedAt')::timestamptz, (p_dispute ->> 'dueAt')::timestamptz)
    on conflict (id) do update set status = excluded.status, reason = excluded.reason, cents = excluded.cents, due_at = excluded.due_at, seen_at = clock_timestamp();
  return v_account;
end $$;

-- For Recado's own people: what banks dispute, the open ones first. The look is written into the staff's log.
create or replace function guard.list_disputes(p_pass bytea, p_person uuid, p_trace jsonb, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'accountId', b.account_id, 'account', a.name, 'status', d.status, 'reason', d.reason, 'currency', d.currency,
      'cents', d.cents, 'openedAt', d.opened_at, 'dueAt', d.due_at) order by d.is_over, d.opened_at desc, d.id), '[]') into v_rows
    from (select x.*, x.status in ('won', 'lost', 'warning_closed', 'prevented') is_over from guard.dispute x order by is_over, x.opened_at desc, x.id limit p_limit) d
      join guard.billing_account b on b.customer = d.customer join app.account a on a.id = b.account_id;
  if v_rows <> '[]' then perform guard.note_staff_look(w.person_id, w.session_id, 'dispute.read', '', p_trace); end if;
  return v_rows;
end $$;
