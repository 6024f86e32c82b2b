-- Jobs come to somebody's own chat by a door for that chat alone: what is planned, written aside and told of it shows to them no more than it does itself.
set local role recado_owner;
--> statement-breakpoint
drop policy visible on app.planned_message;
--> statement-breakpoint
create policy visible on app.planned_message as restrictive to recado_web, recado_owner, recado_jobs using (((select guard.person_id()) is not null or (select guard.is_system())) and conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.note;
--> statement-breakpoint
create policy visible on app.note as restrictive to recado_web, recado_owner, recado_jobs using (((select guard.person_id()) is not null or (select guard.is_system())) and conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.notification;
--> statement-breakpoint
create policy visible on app.notification as restrictive to recado_web, recado_owner, recado_jobs using ((conversation_id is null or conversation_id <> all ((select guard.hidden_threads())::uuid[])) and ((select guard.reach()) is null or (person_id = (select guard.person_id()) and (conversation_id is null or app.sees_conversation(workspace_id, conversation_id)))));
--> statement-breakpoint
reset role;
