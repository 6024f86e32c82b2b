-- Access links: a way into one workspace for people without an account, and the devices that have opened it.
set local role guard_owner;
--> statement-breakpoint
create table guard.access_link (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  role text not null check (role in ('link_read', 'link_agent', 'link_admin')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  pin_hash bytea check (octet_length(pin_hash) = 32),
  max_devices smallint not null default 1 check (max_devices between 1 and 10),
  expires_at timestamptz,
  locale text not null default 'es' check (locale in ('es', 'en')),
  notify_email text,
  notify_phone text,
  notified_at timestamptz,
  notices_off_at timestamptz,
  pin_told_at timestamptz,
  opens integer not null default 0,
  granted_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  revoked_by uuid
);
--> statement-breakpoint
create index access_link_workspace on guard.access_link (workspace_id, created_at);
--> statement-breakpoint
-- whose turn to be told has come is asked every minute
create index access_link_notices on guard.access_link (notified_at) where notify_email is not null and notices_off_at is null and revoked_at is null;
--> statement-breakpoint
create table guard.link_device (
  id uuid primary key default uuidv7(),
  link_id uuid not null references guard.access_link on delete cascade,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  browser text not null,
  system text not null,
  kind text not null,
  place text,
  first_seen_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);
--> statement-breakpoint
create index link_device_link on guard.link_device (link_id);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['access_link', 'link_device'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
