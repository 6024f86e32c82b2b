-- The picture of a person that their colleagues see. Small and read by key, so it stands in the database: its rights are the guard's, and it
-- goes with its person.
set local role guard_owner;
--> statement-breakpoint
create table guard.person_photo (
  person_id uuid primary key references guard.person (id) on delete cascade,
  mime text not null check (mime in ('image/jpeg', 'image/png', 'image/webp')),
  bytes bytea not null check (octet_length(bytes) between 1 and 524288),
  digest bytea not null check (digest = sha256(bytes)),
  set_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
alter table guard.person_photo enable row level security;
--> statement-breakpoint
alter table guard.person_photo force row level security;
--> statement-breakpoint
create policy guard_only on guard.person_photo to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
