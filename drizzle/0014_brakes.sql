-- What holds back those who guess: one row a bucket, under a pseudonym; what it counts leaves with its row.
set local role guard_owner;
--> statement-breakpoint
create table guard.brake (
  key bytea primary key check (octet_length(key) = 32),
  failures timestamptz[] not null default '{}',
  locked_until timestamptz,
  unlock_hash bytea check (octet_length(unlock_hash) = 32),
  expires_at timestamptz not null
) with (fillfactor = 70);
--> statement-breakpoint
create unique index brake_unlock on guard.brake (unlock_hash) where unlock_hash is not null;
--> statement-breakpoint
create index brake_expiry on guard.brake (expires_at);
--> statement-breakpoint
-- solved challenges that were used: each counts once
create table guard.spent_challenge (
  challenge bytea primary key check (octet_length(challenge) = 32),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index spent_challenge_expiry on guard.spent_challenge (expires_at);
--> statement-breakpoint
-- calls within a window; a crash of the database may forget them, so they need no log
create unlogged table guard.rate (
  key bytea primary key check (octet_length(key) = 32),
  used integer not null check (used >= 0),
  resets_at timestamptz not null
) with (fillfactor = 70);
--> statement-breakpoint
create index rate_reset on guard.rate (resets_at);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['brake', 'spent_challenge', 'rate'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
