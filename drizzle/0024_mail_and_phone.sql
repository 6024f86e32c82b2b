-- Phones that prove somebody, text messages beside mails, and a change of address to which its former owner may object.
set local role guard_owner;
--> statement-breakpoint
alter table guard.login_attempt
  -- by which a login began that has no proof yet; null where it began with one
  add begun_by text check (begun_by in ('mail', 'phone')),
  add text_hash bytea check (octet_length(text_hash) = 32),
  add text_sent_at timestamptz;
--> statement-breakpoint
-- a text message waits, is claimed and is settled like a mail; its recipient is a number
alter table guard.outgoing_mail add channel text not null default 'mail' check (channel in ('mail', 'text'));
--> statement-breakpoint
-- whoever proved a number last has it: it names one person
create unique index person_phone on guard.person (phone) where phone is not null;
--> statement-breakpoint
alter table guard.own_code add subject_key text;
--> statement-breakpoint
alter table guard.own_code drop constraint own_code_purpose_check;
--> statement-breakpoint
alter table guard.own_code add constraint own_code_purpose_check check (purpose in ('step-up', 'phone', 'email'));
--> statement-breakpoint
-- the way back to an address that was replaced, by mail to that address; a week, once
create table guard.email_undo (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  email text not null,
  email_key text not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index email_undo_person on guard.email_undo (person_id);
--> statement-breakpoint
alter table guard.email_undo enable row level security;
--> statement-breakpoint
alter table guard.email_undo force row level security;
--> statement-breakpoint
create policy guard_only on guard.email_undo to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
