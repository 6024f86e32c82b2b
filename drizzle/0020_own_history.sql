-- Whoever erases their history leaves one row: who, when, how many. What it said is gone.
set local role guard_owner;
--> statement-breakpoint
-- without a foreign key: that something was erased is known longer than the person
create table guard.history_erasure (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  person_id uuid not null,
  session_id uuid not null,
  sessions integer not null,
  events integer not null
);
--> statement-breakpoint
create index history_erasure_person on guard.history_erasure (person_id, id desc);
--> statement-breakpoint
alter table guard.history_erasure enable row level security;
--> statement-breakpoint
alter table guard.history_erasure force row level security;
--> statement-breakpoint
create policy guard_only on guard.history_erasure to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
-- a name that a person changes is changed wherever colleagues read it
grant update on app.member to guard_owner;
--> statement-breakpoint
reset role;
