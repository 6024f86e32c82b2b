-- Credit that an account is given on its next invoice, each cause once; the uptime of months, from which some of it follows; and what banks dispute.
set local role guard_owner;
--> statement-breakpoint
create table guard.sla_month (
  -- the first day
  month date primary key,
  -- in percent
  uptime numeric(6, 3) not null check (uptime >= 0 and uptime <= 100),
  percent integer not null,
  entered_by uuid not null,
  entered_at timestamptz not null default clock_timestamp(),
  confirmed_by uuid,
  confirmed_at timestamptz
);
--> statement-breakpoint
create table guard.account_credit (
  kind text not null check (kind in ('sla')),
  -- the cause: the same one is credited once
  subject text not null,
  account_id uuid not null,
  currency text not null,
  cents bigint not null check (cents > 0),
  made_at timestamptz not null default clock_timestamp(),
  -- when the provider took it
  booked_at timestamptz,
  primary key (kind, subject, account_id)
);
--> statement-breakpoint
create table guard.dispute (
  id text primary key,
  customer text not null,
  status text not null,
  reason text,
  currency text not null,
  cents bigint not null,
  opened_at timestamptz not null,
  due_at timestamptz,
  seen_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index dispute_customer on guard.dispute (customer);
--> statement-breakpoint
alter table guard.sla_month enable row level security;
--> statement-breakpoint
alter table guard.sla_month force row level security;
--> statement-breakpoint
create policy guard_only on guard.sla_month to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.account_credit enable row level security;
--> statement-breakpoint
alter table guard.account_credit force row level security;
--> statement-breakpoint
create policy guard_only on guard.account_credit to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.dispute enable row level security;
--> statement-breakpoint
alter table guard.dispute force row level security;
--> statement-breakpoint
create policy guard_only on guard.dispute to guard_owner using (true) with check (true);
--> statement-breakpoint
-- its body comes with the functions
create function guard.tell_dispute() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
revoke execute on function guard.tell_dispute() from public;
--> statement-breakpoint
create trigger tell_dispute after insert on guard.billing_event for each row when (starts_with(new.type, 'charge.dispute.'))
  execute function guard.tell_dispute();
--> statement-breakpoint
reset role;
