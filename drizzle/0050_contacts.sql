-- What a company knows of the people it talks to: where and how they like to be reached, fields of the company's own, who looks after them, what they
-- agreed to, and the bin that one comes back from.
set local role recado_owner;
--> statement-breakpoint
alter table app.contact
  add column company text,
  add column country text check (country ~ '^[A-Z]{2}$'),
  add column birthday date,
  add column language text check (language ~ '^[a-z]{2}$'),
  add column preferred_hour smallint check (preferred_hour between 0 and 23),
  add column preferred_channel text check (preferred_channel in ('whatsapp', 'phone', 'email')),
  -- what they were before they were blocked
  add column kind_before text check (kind_before in ('prospect', 'customer', 'vip')),
  add column source text not null default 'whatsapp' check (source in ('whatsapp', 'manual', 'import', 'api')),
  add column owner_id uuid,
  -- values of the company's own fields by the id of each
  add column fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  add column score smallint check (score between 0 and 100),
  add column score_reasons jsonb,
  add column scored_at timestamptz,
  -- when they and we last wrote, to the minute: a trigger of the conversations keeps them
  add column last_in_at timestamptz,
  add column last_out_at timestamptz,
  -- what was last said of marketing by WhatsApp; a trigger of the ledger keeps them
  add column marketing text check (marketing in ('in', 'out')),
  add column marketing_at timestamptz,
  add column deleted_at timestamptz,
  add column deleted_by uuid,
  add column sort_name text collate "C" not null generated always as (translate(lower(coalesce(nullif(name, ''), profile_name, U&'\FFFF')), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc')) stored,
  add column touched_at timestamptz not null generated always as (coalesce(greatest(last_in_at, last_out_at), '-infinity')) stored;
--> statement-breakpoint
alter table app.contact add constraint contact_owner_fkey foreign key (workspace_id, owner_id) references app.member (workspace_id, person_id);
--> statement-breakpoint
create index contact_by_name on app.contact (workspace_id, sort_name, id) where deleted_at is null;
--> statement-breakpoint
create index contact_by_touch on app.contact (workspace_id, touched_at desc, id desc) where deleted_at is null;
--> statement-breakpoint
create index contact_by_age on app.contact (workspace_id, created_at desc, id desc) where deleted_at is null;
--> statement-breakpoint
create index contact_owner on app.contact (workspace_id, owner_id) where owner_id is not null;
--> statement-breakpoint
create index contact_by_email on app.contact (workspace_id, lower(email)) where email is not null;
--> statement-breakpoint
create index contact_bin on app.contact (workspace_id, deleted_at) where deleted_at is not null;
--> statement-breakpoint
-- how a number was written, where a person wrote it
alter table app.contact_identity add column raw text;
--> statement-breakpoint
create table app.contact_field (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  label text not null check (length(label) between 1 and 60),
  type text not null check (type in ('text', 'number', 'date', 'boolean', 'choice', 'choices', 'url', 'email', 'phone')),
  options text[] not null default '{}',
  position integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create unique index contact_field_label on app.contact_field (workspace_id, lower(label));
--> statement-breakpoint
-- a ledger: entries are added and never changed; only whose they are follows when two contacts turn out to be one
create table app.contact_consent (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  contact_id uuid not null,
  channel text not null check (channel in ('any', 'whatsapp', 'email', 'phone')),
  purpose text not null check (purpose in ('marketing', 'service')),
  state text not null check (state in ('in', 'out')),
  source text not null check (source in ('manual', 'message', 'form', 'import', 'link', 'paper')),
  -- what they were shown or asked, word for word
  shown text,
  -- the message that proves it
  message_id uuid,
  by_person_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  constraint contact_consent_contact_fkey foreign key (workspace_id, contact_id) references app.contact (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index contact_consent_contact on app.contact_consent (workspace_id, contact_id, at desc);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.contact_field', 'app.contact_consent'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on app.contact_field to recado_runtime;
--> statement-breakpoint
grant select, insert, update on app.contact_consent to recado_runtime;
--> statement-breakpoint
-- bodies come with the functions
create function app.sees_contact_row(p_workspace uuid, p_contact uuid, p_owner uuid) returns boolean language sql stable return false;
--> statement-breakpoint
grant execute on function app.sees_contact_row(uuid, uuid, uuid) to recado_runtime;
--> statement-breakpoint
create function app.note_contact() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
create function app.note_consent() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
create function app.keep_consent() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return new; end $$;
--> statement-breakpoint
revoke execute on function app.note_contact(), app.note_consent(), app.keep_consent() from public;
--> statement-breakpoint
drop policy visible on app.contact;
--> statement-breakpoint
create policy visible on app.contact as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact_row(workspace_id, id, owner_id));
--> statement-breakpoint
create policy visible on app.contact_consent as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, contact_id));
--> statement-breakpoint
create trigger note_contact after update on app.conversation for each row when (new.last_seq > old.last_seq) execute function app.note_contact();
--> statement-breakpoint
create trigger note_contact_new after insert on app.conversation for each row when (new.last_message_id is not null) execute function app.note_contact();
--> statement-breakpoint
create trigger keep_consent before update on app.contact_consent for each row execute function app.keep_consent();
--> statement-breakpoint
create trigger note_consent after insert on app.contact_consent for each row when (new.purpose = 'marketing' and new.channel in ('any', 'whatsapp')) execute function app.note_consent();
--> statement-breakpoint
reset role;
