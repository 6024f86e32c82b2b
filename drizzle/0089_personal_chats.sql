-- Chats of a number that are not the company's: nothing of them is stored, or they are one person's alone.
set local role guard_owner;
--> statement-breakpoint
create table guard.personal_chat (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  channel_id uuid not null,
  -- who marked it and answers for it
  person_id uuid not null,
  mode text not null check (mode in ('not_stored', 'owner_only')),
  -- whose the conversation was before, for whoever takes the mark back
  was_assignee uuid,
  -- when what is stored of it goes
  purge_at timestamptz,
  purging boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index personal_chat_channel on guard.personal_chat (workspace_id, channel_id, mode);
--> statement-breakpoint
create index personal_chat_due on guard.personal_chat (purge_at) where purge_at is not null;
--> statement-breakpoint
create table guard.personal_identity (
  workspace_id uuid not null,
  channel_id uuid not null,
  kind text not null check (kind in ('wa_pn', 'wa_lid', 'wa_group')),
  value text not null,
  chat_id uuid not null references guard.personal_chat on delete cascade,
  primary key (workspace_id, channel_id, kind, value)
);
--> statement-breakpoint
create index personal_identity_chat on guard.personal_identity (chat_id);
--> statement-breakpoint
-- two names of one person may meet in a contact
create index personal_identity_name on guard.personal_identity (workspace_id, kind, value);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['personal_chat', 'personal_identity'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
-- their bodies come with the functions; policies and triggers want them here
create function guard.own_id() returns uuid language sql stable return null::uuid;
--> statement-breakpoint
create function guard.hidden_threads() returns uuid[] language sql stable return '{}'::uuid[];
--> statement-breakpoint
create function guard.hidden_contacts() returns uuid[] language sql stable return '{}'::uuid[];
--> statement-breakpoint
create function guard.hides_media(p_media uuid) returns boolean language sql stable return false;
--> statement-breakpoint
create function guard.hides_entry(p_subject text, p_detail jsonb) returns boolean language sql stable return false;
--> statement-breakpoint
create function guard.begin_apart() returns trigger language plpgsql as $$ begin return new; end $$;
--> statement-breakpoint
create function guard.meet_apart() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
grant execute on function guard.own_id(), guard.hidden_threads(), guard.hidden_contacts(), guard.hides_media(uuid), guard.hides_entry(text, jsonb) to recado_runtime, recado_owner;
--> statement-breakpoint
grant execute on function guard.begin_apart(), guard.meet_apart() to recado_owner;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
-- who paired it: it is their telephone
alter table app.channel add column connected_by uuid;
--> statement-breakpoint
alter table app.conversation
  add column personal_id uuid,
  add column personal_to uuid,
  -- when what is stored of it goes
  add column personal_until timestamptz;
--> statement-breakpoint
alter table app.conversation
  add constraint conversation_personal check ((personal_id is null) = (personal_to is null)),
  add constraint conversation_personal_until check (personal_until is null or personal_to is not null);
--> statement-breakpoint
create index conversation_personal on app.conversation (workspace_id, personal_id) where personal_id is not null;
--> statement-breakpoint
grant update on app.conversation to guard_owner;
--> statement-breakpoint
create trigger begin_apart before insert on app.conversation for each row execute function guard.begin_apart();
--> statement-breakpoint
create trigger meet_apart after insert or update of contact_id on app.contact_identity for each row when (new.kind in ('wa_pn', 'wa_lid', 'wa_group')) execute function guard.meet_apart();
--> statement-breakpoint
drop policy visible on app.conversation;
--> statement-breakpoint
create policy visible on app.conversation as restrictive to recado_web, recado_owner, recado_jobs using ((personal_to is null or personal_to = (select guard.own_id())) and ((select guard.reach()) is null or personal_to = (select guard.own_id()) or guard.sees_assignee(assignee_id)));
--> statement-breakpoint
drop policy visible on app.message;
--> statement-breakpoint
create policy visible on app.message as restrictive to recado_web, recado_owner, recado_jobs using (conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.media;
--> statement-breakpoint
create policy visible on app.media as restrictive to recado_web, recado_owner using ((cardinality((select guard.hidden_threads())) = 0 or not guard.hides_media(id)) and ((select guard.reach()) is null or created_by = (select guard.person_id()) or app.sees_media(workspace_id, id)));
--> statement-breakpoint
drop policy visible on app.conversation_tag;
--> statement-breakpoint
create policy visible on app.conversation_tag as restrictive to recado_web, recado_owner, recado_jobs using (conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.conversation_start;
--> statement-breakpoint
create policy visible on app.conversation_start as restrictive to recado_web, recado_owner, recado_jobs using (conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.contact;
--> statement-breakpoint
create policy visible on app.contact as restrictive to recado_web, recado_owner, recado_jobs using (id <> all ((select guard.hidden_contacts())::uuid[]) and ((select guard.reach()) is null or app.sees_contact_row(workspace_id, id, owner_id)));
--> statement-breakpoint
drop policy visible on app.contact_identity;
--> statement-breakpoint
create policy visible on app.contact_identity as restrictive to recado_web, recado_owner, recado_jobs using (contact_id <> all ((select guard.hidden_contacts())::uuid[]) and ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id)));
--> statement-breakpoint
drop policy visible on app.contact_consent;
--> statement-breakpoint
create policy visible on app.contact_consent as restrictive to recado_web, recado_owner, recado_jobs using (contact_id <> all ((select guard.hidden_contacts())::uuid[]) and ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id)));
--> statement-breakpoint
drop policy visible on app.contact_tag;
--> statement-breakpoint
create policy visible on app.contact_tag as restrictive to recado_web, recado_owner, recado_jobs using (contact_id <> all ((select guard.hidden_contacts())::uuid[]) and ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id)));
--> statement-breakpoint
drop policy visible on app.contact_merge;
--> statement-breakpoint
create policy visible on app.contact_merge as restrictive to recado_web, recado_owner using (keep_id <> all ((select guard.hidden_contacts())::uuid[]) and ((select guard.reach()) is null or app.sees_contact(workspace_id, keep_id)));
--> statement-breakpoint
drop policy visible on app.contact_apart;
--> statement-breakpoint
create policy visible on app.contact_apart as restrictive to recado_web, recado_owner using ((low_id <> all ((select guard.hidden_contacts())::uuid[]) and high_id <> all ((select guard.hidden_contacts())::uuid[])) and ((select guard.reach()) is null or app.sees_contact(workspace_id, low_id) and app.sees_contact(workspace_id, high_id)));
--> statement-breakpoint
drop policy visible on app.note;
--> statement-breakpoint
create policy visible on app.note as restrictive to recado_web, recado_owner using ((select guard.person_id()) is not null and conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.planned_message;
--> statement-breakpoint
create policy visible on app.planned_message as restrictive to recado_web, recado_owner using ((select guard.person_id()) is not null and conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.notification;
--> statement-breakpoint
create policy visible on app.notification as restrictive to recado_web, recado_owner using ((conversation_id is null or conversation_id <> all ((select guard.hidden_threads())::uuid[])) and ((select guard.reach()) is null or (person_id = (select guard.person_id()) and (conversation_id is null or app.sees_conversation(workspace_id, conversation_id)))));
--> statement-breakpoint
drop policy visible on app.change;
--> statement-breakpoint
create policy visible on app.change as restrictive to recado_web, recado_owner using ((for_person = (select guard.person_id()) or conversation_id is null or conversation_id <> all ((select guard.hidden_threads())::uuid[])) and ((select guard.reach()) is null or for_person = (select guard.person_id()) or case when conversation_id is null then topic = 'channel' else app.sees_conversation(workspace_id, conversation_id) end));
--> statement-breakpoint
drop policy visible on app.service_breach;
--> statement-breakpoint
create policy visible on app.service_breach as restrictive to recado_web, recado_owner, recado_jobs using (conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
drop policy visible on app.survey;
--> statement-breakpoint
create policy visible on app.survey as restrictive to recado_web, recado_owner, recado_jobs using (conversation_id <> all ((select guard.hidden_threads())::uuid[]) and ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id)));
--> statement-breakpoint
reset role;
