-- History by plan: what is older than the plan keeps is told of, put away as a file, and only then removed; a row for each such batch says how far it is.
set local role recado_owner;
--> statement-breakpoint
create table app.history_batch (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  -- what was said before this goes
  before timestamptz not null,
  state text not null default 'announced' check (state in ('announced', 'archiving', 'archived', 'purging', 'purged', 'cancelled')),
  -- so many when it was told, so many in the file, so many removed by now
  messages bigint not null,
  archived bigint not null default 0,
  purged bigint not null default 0,
  sha256 bytea,
  bytes bigint,
  downloads integer not null default 0,
  announced_at timestamptz not null,
  purge_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  -- nothing is removed that is not in a file
  constraint history_batch_file check (state not in ('archived', 'purging', 'purged') or sha256 is not null)
);
--> statement-breakpoint
-- one at a time
create unique index history_batch_open on app.history_batch (workspace_id) where state not in ('purged', 'cancelled');
--> statement-breakpoint
alter table app.history_batch enable row level security;
--> statement-breakpoint
alter table app.history_batch force row level security;
--> statement-breakpoint
create policy tenant_read on app.history_batch for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.history_batch for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.history_batch for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.history_batch for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.history_batch to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert, update on app.history_batch to recado_runtime;
--> statement-breakpoint
grant select, delete on app.history_batch to guard_owner;
--> statement-breakpoint
reset role;
