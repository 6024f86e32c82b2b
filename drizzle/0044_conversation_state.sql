-- The state of a conversation: put off until a time, how much it matters and what it is about; who wrote its last line; and the views of the
-- inbox, each a partial index in the order in which it is paged.
set local role recado_owner;
--> statement-breakpoint
alter table app.conversation
  add column snoozed_until timestamptz,
  add column priority text not null default 'none' check (priority in ('none', 'low', 'normal', 'high', 'urgent')),
  add column topic text check (topic in ('sale', 'support', 'question', 'complaint', 'other')),
  -- who of ours wrote the last line; null for everybody else
  add column last_author_id uuid;
--> statement-breakpoint
alter table app.conversation drop constraint conversation_status_check;
--> statement-breakpoint
alter table app.conversation
  add constraint conversation_status_check check (status in ('open', 'in_progress', 'waiting', 'snoozed', 'closed', 'archived')),
  add constraint conversation_snoozed check ((status = 'snoozed') = (snoozed_until is not null));
--> statement-breakpoint
create index conversation_open on app.conversation (workspace_id, last_message_at desc, id desc) where status in ('open', 'in_progress', 'waiting');
--> statement-breakpoint
-- also of those that are nobody's
create index conversation_mine on app.conversation (workspace_id, assignee_id, last_message_at desc, id desc) where status in ('open', 'in_progress', 'waiting');
--> statement-breakpoint
create index conversation_snoozed on app.conversation (workspace_id, snoozed_until, id) where status = 'snoozed';
--> statement-breakpoint
create index conversation_closed on app.conversation (workspace_id, last_message_at desc, id desc) where status in ('closed', 'archived');
--> statement-breakpoint
create table app.saved_view (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 60),
  -- whose it is; everybody's when null
  person_id uuid,
  filter jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  constraint saved_view_person_fkey foreign key (workspace_id, person_id) references app.member (workspace_id, person_id) on delete cascade
);
--> statement-breakpoint
create index saved_view_person on app.saved_view (workspace_id, person_id);
--> statement-breakpoint
alter table app.saved_view enable row level security;
--> statement-breakpoint
alter table app.saved_view force row level security;
--> statement-breakpoint
create policy tenant_read on app.saved_view for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.saved_view for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.saved_view for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.saved_view for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.saved_view to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert, update, delete on app.saved_view to recado_runtime;
--> statement-breakpoint
grant select, delete on app.saved_view to guard_owner;
--> statement-breakpoint
reset role;
