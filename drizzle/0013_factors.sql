-- Links by mail, new passwords, codes inside a session, who acts in another's name, and verified phones.
set local role guard_owner;
--> statement-breakpoint
alter table guard.login_attempt add link_hash bytea unique check (octet_length(link_hash) = 32);
--> statement-breakpoint
alter table guard.person add phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'), add phone_verified_at timestamptz;
--> statement-breakpoint
-- the way to a new password, by mail; half an hour, once
create table guard.reset_link (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  auth_epoch integer not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index reset_link_person on guard.reset_link (person_id);
--> statement-breakpoint
-- a code that a person asked for inside a session: to prove themselves again, or a phone that is theirs
create table guard.own_code (
  person_id uuid not null references guard.person on delete cascade,
  purpose text not null check (purpose in ('step-up', 'phone')),
  session_id uuid not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  subject text,
  tries smallint not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (person_id, purpose)
);
--> statement-breakpoint
-- a session in another's name says whose hand it is and why; it writes nothing unless that was granted
alter table guard.session add actor_id uuid, add reason text, add may_write boolean not null default true;
--> statement-breakpoint
alter table guard.session add constraint session_impersonation check (kind <> 'impersonation' or (actor_id is not null and length(reason) >= 3)) not valid;
--> statement-breakpoint
create table guard.invitation (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  email text not null,
  email_key text not null,
  role text not null check (role in ('admin', 'manager', 'agent', 'viewer')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  invited_by uuid not null references guard.person on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references guard.person on delete set null
);
--> statement-breakpoint
create index invitation_workspace on guard.invitation (workspace_id);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['reset_link', 'own_code', 'invitation'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
