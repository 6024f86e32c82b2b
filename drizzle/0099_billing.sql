-- How accounts are billed: one row for each, with what its provider last said of it; what the provider called about; and what owners were told, once.
set local role guard_owner;
--> statement-breakpoint
create table guard.billing_account (
  account_id uuid primary key,
  provider text check (provider in ('stripe')),
  -- how the provider calls it; from the first way to the till on
  customer text,
  -- the end of the trial that it has without a card
  trial_ends_at timestamptz,
  state jsonb not null default '{"state": "free"}',
  picture jsonb,
  -- when the picture's first question was asked, by the clock of this database: the later one is newer
  read_at timestamptz,
  -- the day of its months
  anchor timestamptz,
  -- when it was deactivated for want of payment
  stopped_at timestamptz,
  -- when a look that nobody asked for found it other than it was known
  drifted_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  check ((provider is null) = (customer is null))
);
--> statement-breakpoint
create unique index billing_account_customer on guard.billing_account (customer);
--> statement-breakpoint
create table guard.billing_event (
  id text primary key,
  type text not null,
  customer text,
  created_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  payload jsonb not null
);
--> statement-breakpoint
create index billing_event_received on guard.billing_event (received_at);
--> statement-breakpoint
create table guard.billing_notice (
  kind text not null,
  subject text not null,
  account_id uuid not null,
  told_at timestamptz not null default clock_timestamp(),
  primary key (kind, subject)
);
--> statement-breakpoint
alter table guard.billing_account enable row level security;
--> statement-breakpoint
alter table guard.billing_account force row level security;
--> statement-breakpoint
create policy guard_only on guard.billing_account to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.billing_event enable row level security;
--> statement-breakpoint
alter table guard.billing_event force row level security;
--> statement-breakpoint
create policy guard_only on guard.billing_event to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.billing_notice enable row level security;
--> statement-breakpoint
alter table guard.billing_notice force row level security;
--> statement-breakpoint
create policy guard_only on guard.billing_notice to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
