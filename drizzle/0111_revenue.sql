-- What an account pays each month, before tax and after its discounts, and each change of that as the provider dates it: the ledger of recurring revenue.
set local role guard_owner;
--> statement-breakpoint
create table guard.revenue_move (
  id bigint generated always as identity primary key,
  account_id uuid not null,
  -- as the provider dates it; what is learned late belongs to when it was
  at timestamptz not null,
  currency text not null,
  kind text not null check (kind in ('new', 'back', 'expansion', 'contraction', 'churn')),
  cents_before bigint not null check (cents_before >= 0),
  cents_after bigint not null check (cents_after >= 0 and cents_after <> cents_before),
  seen_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index revenue_move_account on guard.revenue_move (account_id, id desc);
--> statement-breakpoint
create index revenue_move_at on guard.revenue_move (at);
--> statement-breakpoint
alter table guard.revenue_move enable row level security;
--> statement-breakpoint
alter table guard.revenue_move force row level security;
--> statement-breakpoint
create policy guard_only on guard.revenue_move to guard_owner using (true) with check (true);
--> statement-breakpoint
-- its body comes with the functions
create function guard.note_revenue() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
revoke execute on function guard.note_revenue() from public;
--> statement-breakpoint
-- at each reading: what was known before there was a ledger begins with the next one
create trigger note_revenue after update of picture on guard.billing_account for each row when (new.picture is not null) execute function guard.note_revenue();
--> statement-breakpoint
reset role;
