-- Internal notes of a conversation: a table of their own, so that nothing that sends, counts or answers messages can take one for a message.
set local role recado_owner;
--> statement-breakpoint
create table app.note (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  -- its place in the thread: after the message with this number, and among the notes there by id
  after_seq bigint not null check (after_seq >= 0),
  -- empty only when it was taken away; that it was there stays
  body text not null check (length(body) <= 4000 and (body <> '' or deleted_at is not null)),
  author_id uuid not null,
  author_name text not null,
  mentioned uuid[] not null default '{}' check (cardinality(mentioned) <= 20),
  client_note_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  constraint note_client_id unique (workspace_id, conversation_id, client_note_id),
  constraint note_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index note_thread on app.note (workspace_id, conversation_id, after_seq, id);
--> statement-breakpoint
alter table app.note enable row level security;
--> statement-breakpoint
alter table app.note force row level security;
--> statement-breakpoint
create policy tenant_read on app.note for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.note for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.note for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.note for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.note to guard_owner using (true) with check (false);
--> statement-breakpoint
-- a note is for the company's own people: neither a visitor by a link nor a program by a key finds one
create policy visible on app.note as restrictive to recado_web, recado_owner using ((select guard.person_id()) is not null and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
grant select, insert, update on app.note to recado_web;
--> statement-breakpoint
-- the process of a number puts notes where the messages went that they stand between
grant select, update on app.note to recado_worker;
--> statement-breakpoint
grant select, delete on app.note to guard_owner;
--> statement-breakpoint
alter table app.change drop constraint change_topic_check;
--> statement-breakpoint
alter table app.change add constraint change_topic_check check (topic in ('message', 'conversation', 'channel', 'note'));
--> statement-breakpoint
reset role;
