-- Filters that a company gave a name: who fits is asked anew each time.
set local role recado_owner;
--> statement-breakpoint
create table app.segment (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 60),
  filter jsonb not null,
  created_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create unique index segment_name on app.segment (workspace_id, lower(name));
--> statement-breakpoint
alter table app.segment enable row level security;
--> statement-breakpoint
alter table app.segment force row level security;
--> statement-breakpoint
create policy tenant_read on app.segment for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.segment for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.segment for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.segment for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.segment to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert, update, delete on app.segment to recado_runtime;
--> statement-breakpoint
grant select, delete on app.segment to guard_owner;
--> statement-breakpoint
reset role;
