-- Every invoice that the provider told of, in the transaction in which its picture is written; and money given back.

-- Keeps what a new picture says of its invoices. One that is paid now is told once, and so is each amount that was given back since.
create or replace function guard.keep_invoices() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare x jsonb; v_old guard.billed_invoice; v_lives boolean;
begin
  -- whoever ordered with the offer for the first accounts, and pays when a trial ends, holds the place until then
  v_lives := coalesce(new.picture -> 'subscription' ->> 'status' in ('trialing', 'active', 'past_due', 'unpaid'), false)
    and exists (select 1 from jsonb_array_elements(new.picture -> 'subscription' -> 'discounts') d where starts_with(d ->> 'coupon', 'recado_early_'));
  if v_lives and coalesce(new.state ->> 'state', '') not in ('suspended', 'cancelled', 'free') then perform guard.hold_ordered_place(new.account_id);
  else perform guard.release_early_place(new.account_id); end if;
  for x in select e from jsonb_array_elements(coalesce(new.picture -> 'invoices', '[]')) e where e ->> 'status' <> 'draft' order by e ->> 'createdAt' loop
    select * into v_old from guard.billed_invoice i where i.id = x ->> 'id';
    insert into guard.billed_invoice as i (id, account_id, number, status, reason, created_at, paid_at, currency, total_cents, tax_cents, paid_cents, credited_cents, document)
      values (x ->> 'id', new.account_id, x ->> 'number', x ->> 'status', x ->> 'reason', (x ->> 'createdAt')::timestamptz, (x ->> 'paidAt')::timestamptz, x ->> 'currency',
        (x ->> 'totalCents')::bigint, (x ->> 'taxCents')::bigint, (x ->> 'paidCents')::bigint, (x ->> 'creditedCents')::bigint, x ->> 'document')
      on conflict (id) do update set number = excluded.number, status = excluded.status, paid_at = excluded.paid_at, total_cents = excluded.total_cents,
        tax_cents = excluded.tax_cents, paid_cents = excluded.paid_cents, credited_cents = excluded.credited_cents, document = excluded.document;
    if x ->> 'status' = 'paid' and v_old.status is distinct from 'paid' then
      -- a place among the first is theirs once they have paid while it was held
      update guard.early_adopter a set kept_at = (x ->> 'paidAt')::timestamptz
        where a.account_id = new.account_id and a.kept_at is null and a.held_until > (x ->> 'paidAt')::timestamptz and (x ->> 'paidCents')::bigint > 0;
      perform jobs.emit_global('billing/invoice.paid', jsonb_build_object('accountId', new.account_id, 'invoice', x ->> 'id'));
    end if;
    if (x ->> 'creditedCents')::bigint > coalesce(v_old.credited_cents, 0) then
      perform jobs.emit_global('billing/invoice.credited', jsonb_build_object('accountId', new.account_id, 'invoice', x ->> 'id',
        'cents', (x ->> 'creditedCents')::bigint - coalesce(v_old.credited_cents, 0), 'creditedCents', (x ->> 'creditedCents')::bigint));
    end if;
  end loop;
  return null;
end $$;

-- How the account of the entered workspace may have its money back: since when it pays, what it paid that was not given back, and what was asked for.
create or replace function guard.money_back_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  perform guard.require_right('workspace.delete');
  return (select jsonb_build_object('firstPaidAt', min(i.paid_at) filter (where i.paid_cents > 0), 'cents', coalesce(sum(i.paid_cents - i.credited_cents), 0),
      'currency', min(i.currency), 'asked', (select jsonb_build_object('at', m.asked_at, 'doneAt', m.done_at, 'cents', m.cents, 'currency', m.currency, 'notes', m.notes)
        from guard.money_back m where m.account_id = w.account_id))
    from app.workspace w left join guard.billed_invoice i on i.account_id = w.account_id and i.status = 'paid' where w.id = v[1]::uuid group by w.account_id);
end $$;

-- An owner asks for it: once for an account, however many press, and only where its first payment is not older than `p_after`. 'claimed', 'asked' when it was
-- asked for before, 'late', or 'none' where nothing is left to give back.
drop function if exists guard.claim_money_back(bytea, uuid, uuid, timestamptz);
drop function if exists guard.settle_money_back(uuid, bigint, jsonb);
create or replace function guard.claim_money_back(p_pass bytea, p_person uuid, p_workspace uuid, p_after timestamptz, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null); s guard.session := guard.live_session(p_pass, p_person); v_first timestamptz; v_cents bigint; v_currency text;
begin
  perform guard.require_step_up(s);
  if exists (select 1 from guard.money_back m where m.account_id = w.account_id) then return 'asked'; end if;
  select min(i.paid_at) filter (where i.paid_cents > 0), coalesce(sum(i.paid_cents - i.credited_cents), 0), min(i.currency) into v_first, v_cents, v_currency
    from guard.billed_invoice i where i.account_id = w.account_id and i.status = 'paid';
  if v_cents <= 0 then return 'none'; end if;
  if v_first < p_after then return 'late'; end if;
  -- what is known was before it was asked for, whatever the two clocks say
  insert into guard.money_back (account_id, asked_at, asked_by, currency, cents)
    select w.account_id, greatest(p_now, (select max(i.paid_at) from guard.billed_invoice i where i.account_id = w.account_id and i.status = 'paid'),
        (b.picture -> 'subscription' ->> 'startedAt')::timestamptz), s.person_id, v_currency, v_cents
      from app.account a left join guard.billing_account b on b.account_id = a.id where a.id = w.account_id;
  perform guard.note_billing_act(p_pass, p_person, p_workspace, 'billing/money_back.asked', '{}');
  perform jobs.emit_global('billing/money_back.asked', jsonb_build_object('accountId', w.account_id));
  return 'claimed';
end $$;

-- Tells the jobs again of money that was to go back and of credits that were to be booked, and that are not an hour later: whatever kept them may be
-- over. Both do nothing a second time. Answers how many.
create or replace function guard.retell_unsettled() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare r record; n integer := 0;
begin
  for r in select m.account_id from guard.money_back m where m.done_at is null and m.asked_at < guard.clock() - interval '1 hour' loop
    perform jobs.emit_global('billing/money_back.asked', jsonb_build_object('accountId', r.account_id));
    n := n + 1;
  end loop;
  for r in select c.kind, c.subject, c.account_id from guard.account_credit c where c.booked_at is null and c.made_at < guard.clock() - interval '1 hour' loop
    perform jobs.emit_global('billing/credit.made', jsonb_build_object('kind', r.kind, 'subject', r.subject, 'accountId', r.account_id));
    n := n + 1;
  end loop;
  return n;
end $$;

-- What the job reads before it gives money back; null when there is nothing to do any more.
create or replace function guard.money_back_facts(p_account uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('customer', b.customer, 'askedAt', m.asked_at, 'currency', m.currency, 'name', (select a.name from app.account a where a.id = m.account_id), 'invoices', coalesce((select jsonb_agg(i.id order by i.created_at, i.id) from guard.billed_invoice i
      where i.account_id = p_account and i.status = 'paid' and i.paid_cents > i.credited_cents and i.paid_at <= m.asked_at), '[]')) from guard.money_back m join guard.billing_account b on b.account_id = m.account_id
    where m.account_id = p_account and m.done_at is null;
$$;

-- The money is on its way back; the owners are told once.
create or replace function guard.settle_money_back(p_account uuid, p_cents bigint, p_notes jsonb, p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.money_back m set done_at = guard.clock(), cents = p_cents, notes = p_notes where m.account_id = p_account and m.done_at is null;
  if found and p_cents > 0 then perform guard.tell_owners_of(p_account, 'money-returned', p_sealed); end if;
  perform jobs.emit_global('billing/sync.requested', jsonb_build_object('customer', b.customer)) from guard.billing_account b where b.account_id = p_account;
end $$;

-- What the owners are told of an invoice of which something was given back; null where they asked for it themselves, which is told once it is done.
create or replace function guard.credited_facts(p_invoice text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('name', a.name, 'number', i.number, 'currency', i.currency) from guard.billed_invoice i join app.account a on a.id = i.account_id
    where i.id = p_invoice and not exists (select 1 from guard.money_back m where m.account_id = i.account_id and i.paid_at <= m.asked_at);
$$;

-- Tells the owners that so much of an invoice was given back in all, once. Whether they were told now.
create or replace function guard.tell_credited(p_invoice text, p_credited bigint, p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid := (select i.account_id from guard.billed_invoice i where i.id = p_invoice);
begin
  if v_account is null then return false; end if;
  insert into guard.billing_notice (kind, subject, account_id) values ('invoice-credited', p_invoice || ':' || p_credited, v_account) on conflict (kind, subject) do nothing;
  if not found then return false; end if;
  perform guard.tell_owners_of(v_account, 'invoice-credited', p_sealed);
  return true;
end $$;

-- What whoever writes fiscal invoices is handed of one; null for one that they have.
create or replace function guard.fiscal_facts(p_invoice text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', i.id, 'number', i.number, 'paidAt', i.paid_at, 'currency', i.currency, 'totalCents', i.total_cents, 'taxCents', i.tax_cents,
      'document', i.document, 'buyer', t.details)
    from guard.billed_invoice i left join guard.tax_details t on t.account_id = i.account_id where i.id = p_invoice and i.fiscal_at is null;
$$;

create or replace function guard.note_fiscal(p_invoice text, p_reference text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update guard.billed_invoice i set fiscal_reference = p_reference, fiscal_at = guard.clock() where i.id = p_invoice and i.fiscal_at is null;
$$;

-- For Recado's own people: who had their money back or waits for it, the latest first. The look is written into the staff's log.
create or replace function guard.list_money_back(p_pass bytea, p_person uuid, p_trace jsonb, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('accountId', m.account_id, 'account', a.name, 'askedAt', m.asked_at, 'doneAt', m.done_at, 'cents', m.cents, 'currency', m.currency,
      'notes', m.notes) order by m.asked_at desc, m.account_id), '[]') into v_rows
    from (select * from guard.money_back x order by x.asked_at desc, x.account_id limit p_limit) m join app.account a on a.id = m.account_id;
  if v_rows <> '[]' then perform guard.note_staff_look(w.person_id, w.session_id, 'money_back.read', '', p_trace); end if;
  return v_rows;
end $$;
