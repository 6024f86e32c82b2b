-- Referrals: the code of an account with what it chose to have for each who comes and pays, and who came by whom.
set local role guard_owner;
--> statement-breakpoint
create table guard.referral_code (
  account_id uuid primary key,
  code text not null unique check (code ~ '^[0-9a-f]{8}$'),
  -- a share of each invoice that is paid, or one month of its own
  reward text not null check (reward in ('share', 'month')),
  made_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table guard.referral (
  -- whoever came; once
  account_id uuid primary key,
  referrer_id uuid not null,
  -- as it was chosen when they came
  reward text not null check (reward in ('share', 'month')),
  attributed_at timestamptz not null,
  withdrawn_at timestamptz,
  check (account_id <> referrer_id)
);
--> statement-breakpoint
create index referral_referrer on guard.referral (referrer_id, attributed_at);
--> statement-breakpoint
alter table guard.referral_code enable row level security;
--> statement-breakpoint
alter table guard.referral_code force row level security;
--> statement-breakpoint
create policy guard_only on guard.referral_code to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.referral enable row level security;
--> statement-breakpoint
alter table guard.referral force row level security;
--> statement-breakpoint
create policy guard_only on guard.referral to guard_owner using (true) with check (true);
--> statement-breakpoint
-- what ends in _back is taken back of the credit that its subject begins with
alter table guard.account_credit drop constraint account_credit_kind_check,
  add constraint account_credit_kind_check check (kind in ('sla', 'referral', 'referral_back', 'welcome', 'welcome_back'));
--> statement-breakpoint
reset role;
