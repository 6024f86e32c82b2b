-- Passkeys, and the challenges that each of them answers once.
set local role guard_owner;
--> statement-breakpoint
create table guard.passkey (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null,
  -- what the authenticator counted last; many count nothing and stay at 0
  sign_count bigint not null,
  transports text[] not null default '{}',
  name text not null check (length(name) between 1 and 60),
  is_synced boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz
);
--> statement-breakpoint
create index passkey_person on guard.passkey (person_id);
--> statement-breakpoint
create table guard.passkey_challenge (
  challenge_hash bytea primary key check (octet_length(challenge_hash) = 32),
  device_hash bytea not null,
  -- set for a new passkey; null for entering
  person_id uuid references guard.person on delete cascade,
  expires_at timestamptz not null
);
--> statement-breakpoint
create index passkey_challenge_expiry on guard.passkey_challenge (expires_at);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['passkey', 'passkey_challenge'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
