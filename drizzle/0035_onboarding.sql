-- How far each company came with its first steps, so that they can be left and resumed, and so that it is seen where people stop.
set local role recado_owner;
--> statement-breakpoint
create table app.onboarding_step (
  workspace_id uuid not null references app.workspace,
  step text not null check (step ~ '^[a-z][a-zA-Z]{2,30}$'),
  path text not null check (path in ('business', 'agency')),
  seen_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  skipped_at timestamptz,
  primary key (workspace_id, step)
);
--> statement-breakpoint
alter table app.onboarding_step enable row level security;
--> statement-breakpoint
alter table app.onboarding_step force row level security;
--> statement-breakpoint
create policy tenant_read on app.onboarding_step for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.onboarding_step for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.onboarding_step for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.onboarding_step for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
grant select, insert, update, delete on app.onboarding_step to recado_runtime;
--> statement-breakpoint
grant select on app.onboarding_step to guard_owner;
--> statement-breakpoint
reset role;
