-- The places of the offer for the first accounts that pay, counted under one row; held while somebody is at the till, kept once they have paid.
set local role guard_owner;
--> statement-breakpoint
create table guard.early_offer (
  name text primary key,
  places integer not null check (places >= 0)
);
--> statement-breakpoint
insert into guard.early_offer (name, places) values ('early', 100);
--> statement-breakpoint
create table guard.early_adopter (
  account_id uuid primary key,
  -- until when it is held for somebody who has not paid
  held_until timestamptz not null,
  kept_at timestamptz
);
--> statement-breakpoint
alter table guard.early_offer enable row level security;
--> statement-breakpoint
alter table guard.early_offer force row level security;
--> statement-breakpoint
create policy guard_only on guard.early_offer to guard_owner using (true) with check (true);
--> statement-breakpoint
alter table guard.early_adopter enable row level security;
--> statement-breakpoint
alter table guard.early_adopter force row level security;
--> statement-breakpoint
create policy guard_only on guard.early_adopter to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
