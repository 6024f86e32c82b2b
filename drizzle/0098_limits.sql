-- What is used of what plans limit, by workspace: rows are added by triggers beside what they count, and summed. Whoever writes in passes by no lock for
-- it; whoever is limited holds the account's lock and looks. `period` is the day on which a month of the account begins, for what is counted by month.
set local role guard_owner;
--> statement-breakpoint
create table guard.use_entry (
  workspace_id uuid not null,
  name text not null check (name in ('contacts', 'numbers', 'messages')),
  period date not null,
  id bigint generated always as identity,
  amount integer not null,
  primary key (workspace_id, name, period, id)
);
--> statement-breakpoint
alter table guard.use_entry enable row level security;
--> statement-breakpoint
alter table guard.use_entry force row level security;
--> statement-breakpoint
create policy guard_only on guard.use_entry to guard_owner using (true) with check (true);
--> statement-breakpoint
-- their bodies are in packages/db/functions/guard/045-use.sql
create function guard.note_contacts_made() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_contacts_gone() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_contact_changed() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_numbers_made() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_numbers_gone() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_message_sent() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
grant execute on function guard.note_contacts_made(), guard.note_contacts_gone(), guard.note_contact_changed(), guard.note_numbers_made(), guard.note_numbers_gone(),
  guard.note_message_sent() to recado_owner;
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create trigger note_contacts_made after insert on app.contact referencing new table as made for each statement execute function guard.note_contacts_made();
--> statement-breakpoint
create trigger note_contacts_gone after delete on app.contact referencing old table as gone for each statement execute function guard.note_contacts_gone();
--> statement-breakpoint
create trigger note_contact_changed after update of kind, deleted_at on app.contact for each row
  when ((old.kind <> 'group' and old.deleted_at is null) <> (new.kind <> 'group' and new.deleted_at is null)) execute function guard.note_contact_changed();
--> statement-breakpoint
create trigger note_numbers_made after insert on app.channel referencing new table as made for each statement execute function guard.note_numbers_made();
--> statement-breakpoint
create trigger note_numbers_gone after delete on app.channel referencing old table as gone for each statement execute function guard.note_numbers_gone();
--> statement-breakpoint
create trigger note_message_sent after insert on app.message for each row
  when (new.direction = 'out' and new.author_kind in ('person', 'link', 'api', 'automation', 'bot', 'campaign') and new.kind not in ('reaction', 'edited', 'deleted'))
  execute function guard.note_message_sent();
--> statement-breakpoint
reset role;
--> statement-breakpoint
-- what is there already; months begin to be counted with the next message
insert into guard.use_entry (workspace_id, name, period, amount)
  select c.workspace_id, 'contacts', date '2000-01-01', count(*) from app.contact c where c.kind <> 'group' and c.deleted_at is null group by 1
  union all select h.workspace_id, 'numbers', date '2000-01-01', count(*) from app.channel h group by 1;
