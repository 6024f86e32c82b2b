-- Whoever meets the wall of one session and asks for a word with us. At most one of them waits for each person.
set local role guard_owner;
--> statement-breakpoint
create table guard.sales_lead (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  person_id uuid not null references guard.person (id) on delete cascade,
  source text not null check (source in ('card', 'explainer')),
  words text not null default '' check (length(words) <= 1000),
  signals jsonb not null,
  handled_at timestamptz,
  handled_by uuid
);
--> statement-breakpoint
create unique index sales_lead_waiting on guard.sales_lead (person_id) where handled_at is null;
--> statement-breakpoint
alter table guard.sales_lead enable row level security;
--> statement-breakpoint
alter table guard.sales_lead force row level security;
--> statement-breakpoint
create policy guard_only on guard.sales_lead to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
