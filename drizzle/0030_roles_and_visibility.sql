-- Roles that a company makes for itself, and whom a conversation belongs to, which says who sees it.
set local role recado_owner;
--> statement-breakpoint
create table app.custom_role (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 60),
  permissions text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create unique index custom_role_name on app.custom_role (workspace_id, lower(name));
--> statement-breakpoint
alter table app.custom_role enable row level security;
--> statement-breakpoint
alter table app.custom_role force row level security;
--> statement-breakpoint
create policy tenant_read on app.custom_role for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy guard_all on app.custom_role to guard_owner using (true) with check (true);
--> statement-breakpoint
grant select on app.custom_role to recado_runtime;
--> statement-breakpoint
grant select, insert, update, delete on app.custom_role to guard_owner;
--> statement-breakpoint
alter table app.member add custom_role_id uuid;
--> statement-breakpoint
alter table app.member drop constraint if exists member_role_check;
--> statement-breakpoint
alter table app.member add constraint member_role_check check (role in ('owner', 'admin', 'manager', 'agent', 'viewer', 'custom'));
--> statement-breakpoint
alter table app.member add constraint member_custom_role check ((role = 'custom') = (custom_role_id is not null));
--> statement-breakpoint
alter table app.member add constraint member_custom_role_fkey foreign key (workspace_id, custom_role_id) references app.custom_role (workspace_id, id);
--> statement-breakpoint
alter table app.workspace add visibility text check (visibility in ('all', 'own_unassigned', 'own'));
--> statement-breakpoint
alter table app.conversation add assignee_id uuid;
--> statement-breakpoint
alter table app.conversation add constraint conversation_assignee_fkey foreign key (workspace_id, assignee_id) references app.member (workspace_id, person_id);
--> statement-breakpoint
create index conversation_assignee on app.conversation (workspace_id, assignee_id, last_message_at desc, id desc);
--> statement-breakpoint
alter table app.change add for_person uuid;
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
-- their bodies come with the functions; policies want them here
create function guard.reach() returns text language sql stable return null::text;
--> statement-breakpoint
create function guard.person_id() returns uuid language sql stable return null::uuid;
--> statement-breakpoint
create function guard.sees_assignee(p_assignee uuid) returns boolean language sql stable return false;
--> statement-breakpoint
grant execute on function guard.reach(), guard.person_id(), guard.sees_assignee(uuid) to recado_runtime, recado_owner;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create function app.sees_conversation(p_workspace uuid, p_conversation uuid) returns boolean language sql stable return false;
--> statement-breakpoint
create function app.sees_contact(p_workspace uuid, p_contact uuid) returns boolean language sql stable return false;
--> statement-breakpoint
create function app.sees_media(p_workspace uuid, p_media uuid) returns boolean language sql stable return false;
--> statement-breakpoint
grant execute on function app.sees_conversation(uuid, uuid), app.sees_contact(uuid, uuid), app.sees_media(uuid, uuid) to recado_runtime;
--> statement-breakpoint
create policy visible on app.conversation as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or guard.sees_assignee(assignee_id));
--> statement-breakpoint
create policy visible on app.message as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id));
--> statement-breakpoint
create policy visible on app.contact as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, id));
--> statement-breakpoint
create policy visible on app.contact_identity as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id));
--> statement-breakpoint
create policy visible on app.media as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or created_by = (select guard.person_id()) or app.sees_media(workspace_id, id));
--> statement-breakpoint
create policy visible on app.change as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or for_person = (select guard.person_id()) or case when conversation_id is null then topic = 'channel' else app.sees_conversation(workspace_id, conversation_id) end);
--> statement-breakpoint
reset role;
