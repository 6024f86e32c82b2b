-- Quick replies: texts that a company or one of its people keeps under a short code.
set local role recado_owner;
--> statement-breakpoint
create table app.quick_reply (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  -- whose it is alone; everybody's when null
  owner_id uuid,
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
  body text not null check (length(body) between 1 and 4000),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  constraint quick_reply_code unique nulls not distinct (workspace_id, owner_id, code),
  constraint quick_reply_owner_fkey foreign key (workspace_id, owner_id) references app.member (workspace_id, person_id) on delete cascade
);
--> statement-breakpoint
alter table app.quick_reply enable row level security;
--> statement-breakpoint
alter table app.quick_reply force row level security;
--> statement-breakpoint
create policy tenant_read on app.quick_reply for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.quick_reply for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.quick_reply for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.quick_reply for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.quick_reply to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert, update, delete on app.quick_reply to recado_web;
--> statement-breakpoint
grant select, delete on app.quick_reply to guard_owner;
--> statement-breakpoint
reset role;
