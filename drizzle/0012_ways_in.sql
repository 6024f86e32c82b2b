-- What is still missing of a login is decided in the database: codes by e-mail, the second factor, and whether the device is known.
set local role guard_owner;
--> statement-breakpoint
alter table guard.login_attempt
  -- null for an address that belongs to nobody: it is answered alike and opens nothing
  alter person_id drop not null,
  -- the pseudonym of the address that was typed where no person was proved yet
  add subject bytea check (octet_length(subject) = 32),
  add code_hash bytea check (octet_length(code_hash) = 32),
  add code_sent_at timestamptz,
  add tries smallint not null default 0,
  add dead_at timestamptz;
--> statement-breakpoint
-- a browser that two people use is known to each of them
create unique index device_person_secret on guard.device (person_id, secret_hash);
--> statement-breakpoint
alter table guard.device drop constraint device_secret_hash_key;
--> statement-breakpoint
create table guard.totp (
  person_id uuid primary key references guard.person on delete cascade,
  sealed_secret bytea not null,
  -- null until a first code was right
  confirmed_at timestamptz,
  -- the step of the last code that was taken: none is taken twice
  last_step bigint not null default 0,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table guard.recovery_code (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  unique (person_id, code_hash)
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['totp', 'recovery_code'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
