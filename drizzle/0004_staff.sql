-- Recado's own people: who may enter the staff's area, and what each did and read there.
set local role guard_owner;
--> statement-breakpoint
create table guard.staff (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  granted_at timestamptz not null default clock_timestamp(),
  granted_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  check ((revoked_at is null) = (revoked_by is null))
);
--> statement-breakpoint
-- one standing grant a person; former ones stay as history
create unique index staff_standing on guard.staff (person_id) where revoked_at is null;
--> statement-breakpoint
-- append only, and without a foreign key: the log outlives the person
create table guard.staff_action (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  person_id uuid not null,
  session_id uuid not null,
  action text not null,
  subject text,
  detail jsonb not null default '{}',
  request_id text,
  address inet
);
--> statement-breakpoint
create index staff_action_person on guard.staff_action (person_id, id desc);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['staff', 'staff_action'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
create function guard.refuse_rewriting() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'what the staff did is written once' using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger written_once before update or delete on guard.staff_action for each row execute function guard.refuse_rewriting();
--> statement-breakpoint
create trigger never_emptied before truncate on guard.staff_action for each statement execute function guard.refuse_rewriting();
--> statement-breakpoint
reset role;
