-- The guard, whole: the lock row per person, sessions whose token is proved by a generation, devices in trust slots, events by month,
-- plans that decide how many sessions live. Expands only: what it replaces is removed by 0011, after the backfill.
set local role guard_owner;
--> statement-breakpoint
-- the lock row of a person: every login, end and change of plan takes it first
create table guard.account (
  person_id uuid primary key references guard.person on delete cascade,
  session_limit smallint not null default 1 check (session_limit between 1 and 32),
  login_seq bigint not null default 0,
  -- grows when everything that was proved before must not open a session any more
  auth_epoch integer not null default 0,
  disabled_at timestamptz
);
--> statement-breakpoint
-- a person has a lock row from the first moment, whoever inserts them; its later form is in packages/db/functions/guard
create or replace function guard.open_account() returns trigger language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into guard.account (person_id) values (new.id) on conflict do nothing;
  return new;
end $$;
--> statement-breakpoint
create trigger person_account after insert on guard.person for each row execute function guard.open_account();
--> statement-breakpoint
alter table guard.device
  add trust_slot smallint check (trust_slot between 1 and 3),
  add trusted_until timestamptz,
  add trusted_by_session uuid,
  add check ((trust_slot is null) = (trusted_until is null));
--> statement-breakpoint
create unique index device_trust_slot on guard.device (person_id, trust_slot) where trust_slot is not null and revoked_at is null;
--> statement-breakpoint
alter table guard.session
  alter token_hash drop not null,
  add kid text,
  add salt bytea check (octet_length(salt) = 32),
  add gen integer not null default 1 check (gen > 0),
  -- digests of the macs of this generation and of the one before; the macs need a key from outside the database
  add proof bytea check (octet_length(proof) = 32),
  add former_proof bytea check (octet_length(former_proof) = 32),
  add gen_used_at timestamptz,
  add rotated_at timestamptz,
  add device_hash bytea check (octet_length(device_hash) = 32),
  add aal smallint not null default 1 check (aal between 1 and 3),
  add amr text[] not null default '{}',
  add stepup_at timestamptz,
  add country text;
--> statement-breakpoint
create index session_live_other on guard.session (kind, id) where ended_at is null and kind <> 'user';
--> statement-breakpoint
create index session_ended on guard.session (ended_at) where ended_at is not null;
--> statement-breakpoint
-- a login between its first proof and its session; ten minutes, used once
create table guard.login_attempt (
  id uuid primary key default uuidv7(),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  person_id uuid not null references guard.person on delete cascade,
  auth_epoch integer not null,
  amr text[] not null,
  device_hash bytea not null check (octet_length(device_hash) = 32),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index login_attempt_person on guard.login_attempt (person_id);
--> statement-breakpoint
create index login_attempt_expiry on guard.login_attempt (expires_at);
--> statement-breakpoint
-- events by month, so that old ones leave with their table
alter table guard.session_event rename to session_event_before;
--> statement-breakpoint
alter index guard.session_event_pkey rename to session_event_before_pkey;
--> statement-breakpoint
alter index guard.session_event_person rename to session_event_before_person;
--> statement-breakpoint
create table guard.session_event (
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  person_id uuid not null,
  session_id uuid,
  kind text not null,
  browser text,
  system text,
  device_type text,
  address cidr,
  place text,
  detail jsonb not null default '{}',
  primary key (id, at)
) partition by range (at);
--> statement-breakpoint
create index session_event_person on guard.session_event (person_id, id desc);
--> statement-breakpoint
-- what no month has been made for: a login must not fail because a job did not run
create table guard.session_event_rest partition of guard.session_event default;
--> statement-breakpoint
insert into guard.session_event (at, person_id, session_id, kind, detail)
  select at, person_id, session_id, kind, detail from guard.session_event_before order by id;
--> statement-breakpoint
drop table guard.session_event_before;
--> statement-breakpoint
-- the catalogue: a version is never changed, a new one is added; people stay on theirs
create table guard.plan_version (
  plan text not null check (plan ~ '^[a-z][a-z0-9_]{1,39}$'),
  version integer not null check (version > 0),
  body jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (plan, version)
);
--> statement-breakpoint
create table guard.plan_change (
  id bigint generated always as identity primary key,
  account_id uuid not null,
  plan text not null,
  version integer not null,
  set_by text not null,
  reason text not null,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index plan_change_account on guard.plan_change (account_id, id desc);
--> statement-breakpoint
create table guard.experiment_flag (
  account_id uuid not null,
  flag text not null,
  variant text not null,
  assigned_at timestamptz not null default clock_timestamp(),
  primary key (account_id, flag)
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['account', 'login_attempt', 'session_event', 'plan_version', 'plan_change', 'experiment_flag'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
  alter table guard.session_event_rest enable row level security;
  alter table guard.session_event_rest force row level security;
end $$;
--> statement-breakpoint
insert into guard.plan_version (plan, version, body) values
  ('trial', 1, '{"name": {"es": "Prueba", "en": "Trial"}, "price": {"cents": 0, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 1}, "seats": {"included": 1, "min": 1, "max": 1, "extraCents": null},
    "limits": {"numbers": 3, "widgets": 3, "workspaces": 1, "contacts": 5000, "aiMessages": 5000, "messages": null, "historyDays": 365},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export"], "support": "email", "slaPercent": null, "next": "pro"}'),
  ('starter', 1, '{"name": {"es": "Starter", "en": "Starter"}, "price": {"cents": 2900, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 1}, "seats": {"included": 1, "min": 1, "max": 1, "extraCents": null},
    "limits": {"numbers": 1, "widgets": 1, "workspaces": 1, "contacts": 500, "aiMessages": 500, "messages": null, "historyDays": 30},
    "features": ["crm"], "support": "email", "slaPercent": null, "next": "pro"}'),
  ('pro', 1, '{"name": {"es": "Pro", "en": "Pro"}, "price": {"cents": 4900, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 1}, "seats": {"included": 1, "min": 1, "max": 1, "extraCents": null},
    "limits": {"numbers": 3, "widgets": 3, "workspaces": 1, "contacts": 5000, "aiMessages": 5000, "messages": null, "historyDays": 365},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export"], "support": "email", "slaPercent": null, "next": "team"}'),
  ('family', 1, '{"name": {"es": "Familia", "en": "Family"}, "price": {"cents": 7900, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 1}, "seats": {"included": 3, "min": 2, "max": 3, "extraCents": null},
    "limits": {"numbers": 3, "widgets": 3, "workspaces": 1, "contacts": 5000, "aiMessages": 5000, "messages": null, "historyDays": 365},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export"], "support": "email", "slaPercent": null, "next": "team"}'),
  ('team', 1, '{"name": {"es": "Equipo", "en": "Team"}, "price": {"cents": 9900, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 5}, "seats": {"included": 1, "min": 3, "max": 10, "extraCents": 2900},
    "limits": {"numbers": 3, "widgets": 3, "workspaces": 3, "contacts": 25000, "aiMessages": 5000, "messages": null, "historyDays": 365},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export", "visibility", "adminTwoFactor"],
    "support": "chat", "slaPercent": null, "next": "enterprise"}'),
  ('agency', 1, '{"name": {"es": "Agencia", "en": "Agency"}, "price": {"cents": 14900, "currency": "EUR", "interval": "month"}, "trialDays": 14,
    "sessions": {"perPerson": 5}, "seats": {"included": null, "min": 1, "max": null, "extraCents": null},
    "limits": {"numbers": 10, "widgets": 10, "workspaces": 10, "contacts": 25000, "aiMessages": 5000, "messages": null, "historyDays": null},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export", "visibility", "accessLinks", "whiteLabel", "api", "webhooks"],
    "support": "chat", "slaPercent": null, "next": "enterprise"}'),
  ('enterprise', 1, '{"name": {"es": "Enterprise", "en": "Enterprise"}, "price": {"cents": null, "currency": "EUR", "interval": "month"}, "trialDays": 0,
    "sessions": {"perPerson": 5}, "seats": {"included": null, "min": 1, "max": null, "extraCents": null},
    "limits": {"numbers": null, "widgets": null, "workspaces": null, "contacts": null, "aiMessages": null, "messages": null, "historyDays": null},
    "features": ["crm", "campaigns", "segments", "notes", "customFields", "export", "visibility", "adminTwoFactor", "accessLinks", "whiteLabel", "api",
      "webhooks", "sso", "allowList", "customRoles"],
    "support": "phone", "slaPercent": 99.95, "next": null}');
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
alter table app.account add plan_version integer not null default 1;
--> statement-breakpoint
-- a plan decides how many sessions a person may have, so the guard sets it
grant update on app.account to guard_owner;
--> statement-breakpoint
reset role;
