-- Messages that somebody wrote for later. They become messages in their moment, through the queue that every message goes by.
set local role recado_owner;
--> statement-breakpoint
create table app.planned_message (
  workspace_id uuid not null references app.workspace,
  -- chosen by the screen; the message that comes of it carries it, so that it goes out once
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  body text not null check (length(body) between 1 and 65536),
  -- whoever wrote it last answers for it
  author_id uuid not null,
  author_name text not null,
  at timestamptz not null,
  -- whether it goes also when the customer has written since
  sends_anyway boolean not null default false,
  since timestamptz not null default clock_timestamp(),
  state text not null default 'planned' check (state in ('planned', 'sent', 'cancelled', 'held', 'refused')),
  reason text check (length(reason) <= 40),
  version integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  constraint planned_message_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index planned_message_thread on app.planned_message (workspace_id, conversation_id, at, id) where state in ('planned', 'held', 'refused');
--> statement-breakpoint
create index planned_message_due on app.planned_message (workspace_id, at, id) where state = 'planned';
--> statement-breakpoint
alter table app.planned_message enable row level security;
--> statement-breakpoint
alter table app.planned_message force row level security;
--> statement-breakpoint
create policy tenant_read on app.planned_message for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.planned_message for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.planned_message for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.planned_message for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.planned_message to guard_owner using (true) with check (false);
--> statement-breakpoint
-- what is not sent yet is for the company's own people
create policy visible on app.planned_message as restrictive to recado_web, recado_owner using ((select guard.person_id()) is not null and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
grant select, insert, update on app.planned_message to recado_web;
--> statement-breakpoint
-- a number's process moves them with their thread, the jobs send them
grant select, update on app.planned_message to recado_worker, recado_jobs;
--> statement-breakpoint
grant select, delete on app.planned_message to guard_owner;
--> statement-breakpoint
alter table app.change drop constraint change_topic_check;
--> statement-breakpoint
alter table app.change add constraint change_topic_check check (topic in ('message', 'conversation', 'channel', 'note', 'notification', 'contact', 'planned'));
--> statement-breakpoint
reset role;
