-- Which labels contacts carry, and who put them there: a person, a file, a rule or a machine.
set local role recado_owner;
--> statement-breakpoint
create table app.contact_tag (
  workspace_id uuid not null,
  contact_id uuid not null,
  tag_id uuid not null,
  source text not null default 'person' check (source in ('person', 'import', 'rule', 'ai')),
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, contact_id, tag_id),
  constraint contact_tag_contact_fkey foreign key (workspace_id, contact_id) references app.contact (workspace_id, id) on delete cascade,
  constraint contact_tag_tag_fkey foreign key (workspace_id, tag_id) references app.tag (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index contact_tag_tag on app.contact_tag (workspace_id, tag_id, contact_id);
--> statement-breakpoint
alter table app.contact_tag enable row level security;
--> statement-breakpoint
alter table app.contact_tag force row level security;
--> statement-breakpoint
create policy tenant_read on app.contact_tag for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.contact_tag for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.contact_tag for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.contact_tag for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.contact_tag to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert, update, delete on app.contact_tag to recado_runtime;
--> statement-breakpoint
grant select, delete on app.contact_tag to guard_owner;
--> statement-breakpoint
create policy visible on app.contact_tag as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id));
--> statement-breakpoint
reset role;
