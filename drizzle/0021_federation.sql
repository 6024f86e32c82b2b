-- Entering with an account at Google or Microsoft: who is linked to which person, and what waits in a browser meanwhile.
set local role guard_owner;
--> statement-breakpoint
create table guard.federated_identity (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  provider text not null,
  -- who somebody is; an address never is
  issuer text not null,
  subject text not null,
  -- what the issuer called them when it was linked, for the owner to recognise it
  email text,
  linked_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  unique (issuer, subject)
);
--> statement-breakpoint
create index federated_identity_person on guard.federated_identity (person_id);
--> statement-breakpoint
-- a browser that went to the issuer and has not come back
create table guard.federation (
  secret_hash bytea primary key check (octet_length(secret_hash) = 32),
  device_hash bytea not null,
  state_hash bytea not null,
  provider text not null,
  -- set when a person who is in wants to link; null for entering
  person_id uuid references guard.person on delete cascade,
  -- nonce and PKCE verifier
  sealed bytea not null,
  expires_at timestamptz not null
);
--> statement-breakpoint
create index federation_expiry on guard.federation (expires_at);
--> statement-breakpoint
-- what an issuer said of somebody who is linked to nobody yet
create table guard.federated_claim (
  secret_hash bytea primary key check (octet_length(secret_hash) = 32),
  device_hash bytea not null,
  provider text not null,
  issuer text not null,
  subject text not null,
  email text,
  email_key text,
  name text,
  -- whether the issuer speaks for the mailbox
  is_mailbox_proven boolean not null,
  -- whose account has that address: they log in first, then link
  person_id uuid references guard.person on delete cascade,
  expires_at timestamptz not null
);
--> statement-breakpoint
create index federated_claim_expiry on guard.federated_claim (expires_at);
--> statement-breakpoint
alter table guard.pending_signup
  alter password_hash drop not null,
  add provider text,
  add issuer text,
  add subject text,
  -- what the issuer called them, which the typed address need not be
  add issuer_email text;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['federated_identity', 'federation', 'federated_claim'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
