-- Whom an account's invoices are made out to, with what VIES said of its tax number.
set local role guard_owner;
--> statement-breakpoint
create table guard.tax_details (
  account_id uuid primary key,
  details jsonb not null,
  -- each saving has another; what was asked about an earlier one is not written
  revision integer not null default 1,
  standing text not null check (standing in ('none', 'asked', 'confirmed', 'refused')),
  -- under what VIES keeps its last answer
  consultation text,
  answered_at timestamptz,
  -- what the provider was told last; null when it was not told of this
  written text,
  saved_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
alter table guard.tax_details enable row level security;
--> statement-breakpoint
alter table guard.tax_details force row level security;
--> statement-breakpoint
create policy guard_only on guard.tax_details to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
