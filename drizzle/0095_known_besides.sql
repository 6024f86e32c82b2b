-- Of a contact with nothing but somebody's own chat, what the company knew by itself stays the company's.
set local role guard_owner;
--> statement-breakpoint
-- whether the company knew the contact by itself when the chat was set apart
alter table guard.personal_chat add column is_known boolean not null default false;
--> statement-breakpoint
-- its body comes with the functions
create function guard.hidden_names() returns uuid[] language sql stable return '{}'::uuid[];
--> statement-breakpoint
grant execute on function guard.hidden_names() to recado_runtime, recado_owner;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
drop policy visible on app.contact_identity;
--> statement-breakpoint
create policy visible on app.contact_identity as restrictive to recado_web, recado_owner, recado_jobs using ((contact_id <> all ((select guard.hidden_contacts())::uuid[]) and id <> all ((select guard.hidden_names())::uuid[])) and ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id)));
--> statement-breakpoint
reset role;
