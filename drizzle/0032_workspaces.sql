-- Workspaces that come and go: archived, deleted with a grace, given to another account, deactivated with theirs; and how they look.
set local role recado_owner;
--> statement-breakpoint
alter table app.account add cancelled_at timestamptz;
--> statement-breakpoint
-- deactivated_at is what the account's cancelled_at says of each of its workspaces: the door reads this row anyway
alter table app.workspace add archived_at timestamptz, add deleted_at timestamptz, add deactivated_at timestamptz, add color_night text,
  -- as it was at the last hour
  add contact_count integer not null default 0;
--> statement-breakpoint
create table app.workspace_logo (
  workspace_id uuid primary key references app.workspace,
  mime text not null check (mime in ('image/jpeg', 'image/png', 'image/webp')),
  bytes bytea not null check (octet_length(bytes) between 1 and 2097152),
  digest bytea not null check (digest = sha256(bytes)),
  set_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
alter table app.workspace_logo enable row level security;
--> statement-breakpoint
alter table app.workspace_logo force row level security;
--> statement-breakpoint
create policy tenant_read on app.workspace_logo for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.workspace_logo for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.workspace_logo for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))
  with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.workspace_logo for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
grant select, insert, update, delete on app.workspace_logo to recado_runtime;
--> statement-breakpoint
-- what is counted across the workspaces of a person, what a transfer undoes, and what goes with a workspace when its grace is over
do $$
declare t text;
begin
  foreach t in array array['app.workspace_logo', 'app.contact', 'app.contact_identity', 'app.media', 'app.message', 'app.usage_day', 'app.audit_entry',
      'wa.credential', 'wa.signal_key', 'wa.staged_message'] loop
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
  foreach t in array array['app.conversation', 'app.channel'] loop
    execute format('create policy guard_all on %s to guard_owner using (true) with check (true)', t);
    execute format('grant select, update, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
-- what it may now do with channels includes to read them
drop policy guard_read on app.channel;
--> statement-breakpoint
grant update, delete on app.workspace to guard_owner;
--> statement-breakpoint
grant update, delete on app.member to guard_owner;
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
-- A workspace that is offered to the holder of an address. No secret: whoever takes it is in, and their proved address is this one.
create table guard.workspace_transfer (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  from_account uuid not null,
  email text not null,
  email_key text not null,
  asked_by uuid not null,
  asked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('accepted', 'declined', 'withdrawn', 'replaced', 'ended')),
  check ((settled_at is null) = (outcome is null))
);
--> statement-breakpoint
create unique index workspace_transfer_open on guard.workspace_transfer (workspace_id) where settled_at is null;
--> statement-breakpoint
create index workspace_transfer_email on guard.workspace_transfer (email_key) where settled_at is null;
--> statement-breakpoint
alter table guard.workspace_transfer enable row level security;
--> statement-breakpoint
alter table guard.workspace_transfer force row level security;
--> statement-breakpoint
create policy guard_only on guard.workspace_transfer to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
