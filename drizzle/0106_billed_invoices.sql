-- What the provider said of each invoice, kept for good beside the picture, which knows the newest only; and money given back within thirty days
-- of the first payment.
set local role guard_owner;
--> statement-breakpoint
create table guard.billed_invoice (
  id text primary key,
  account_id uuid not null,
  number text,
  status text not null,
  -- why it was made, in the provider's word
  reason text,
  created_at timestamptz not null,
  paid_at timestamptz,
  currency text not null,
  total_cents bigint not null,
  tax_cents bigint not null,
  paid_cents bigint not null,
  -- what was given back after it was paid
  credited_cents bigint not null,
  document text,
  -- what whoever writes the fiscal invoice calls it, when they have
  fiscal_reference text,
  fiscal_at timestamptz
);
--> statement-breakpoint
create index billed_invoice_account on guard.billed_invoice (account_id, created_at);
--> statement-breakpoint
alter table guard.billed_invoice enable row level security;
--> statement-breakpoint
alter table guard.billed_invoice force row level security;
--> statement-breakpoint
create policy guard_only on guard.billed_invoice to guard_owner using (true) with check (true);
--> statement-breakpoint
create table guard.money_back (
  account_id uuid primary key,
  asked_at timestamptz not null default clock_timestamp(),
  asked_by uuid not null,
  currency text not null,
  -- what is to be given back, of all invoices
  cents bigint not null,
  done_at timestamptz,
  -- the credit notes: {invoice, number, cents}
  notes jsonb not null default '[]'
);
--> statement-breakpoint
alter table guard.money_back enable row level security;
--> statement-breakpoint
alter table guard.money_back force row level security;
--> statement-breakpoint
create policy guard_only on guard.money_back to guard_owner using (true) with check (true);
--> statement-breakpoint
-- what is known of before is nobody's news
insert into guard.billed_invoice (id, account_id, number, status, reason, created_at, paid_at, currency, total_cents, tax_cents, paid_cents, credited_cents, document, fiscal_at)
  select x ->> 'id', b.account_id, x ->> 'number', x ->> 'status', x ->> 'reason', (x ->> 'createdAt')::timestamptz, (x ->> 'paidAt')::timestamptz, x ->> 'currency',
      (x ->> 'totalCents')::bigint, (x ->> 'taxCents')::bigint, (x ->> 'paidCents')::bigint, (x ->> 'creditedCents')::bigint, x ->> 'document', clock_timestamp()
    from guard.billing_account b, jsonb_array_elements(b.picture -> 'invoices') x where x ->> 'status' <> 'draft';
--> statement-breakpoint
-- its body comes with the functions
create function guard.keep_invoices() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
revoke execute on function guard.keep_invoices() from public;
--> statement-breakpoint
create trigger keep_invoices after update of picture on guard.billing_account for each row when (new.picture is distinct from old.picture)
  execute function guard.keep_invoices();
--> statement-breakpoint
reset role;
