-- Imports of contacts: the file and what was confirmed of it, and its rows with what they make, so that a run can be stopped, resumed and undone.
set local role recado_owner;
--> statement-breakpoint
create table app.contact_import (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null,
  sha256 bytea not null,
  bytes bigint not null,
  format text not null check (format in ('csv', 'xlsx', 'json', 'vcard')),
  encoding text,
  delimiter text,
  has_header boolean not null,
  product text,
  columns text[] not null,
  -- its first rows, for whoever says what its columns are
  sample jsonb not null,
  mapping text[] not null,
  country text,
  policy text not null default 'fill' check (policy in ('skip', 'fill', 'overwrite')),
  -- what was answered about marketing; nothing until somebody answered
  consent text check (consent in ('none', 'column', 'all')),
  consent_shown text,
  state text not null default 'uploaded' check (state in ('uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'failed')),
  fault text,
  -- which confirmed plan the rows were judged by
  revision integer not null default 0,
  total integer not null default 0,
  -- the last row that was done, or undone
  at_row integer not null default 0,
  counts jsonb not null default '{}',
  digests text[] not null default '{}',
  -- labels that came into the vocabulary by it
  made_tags uuid[] not null default '{}',
  person_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (workspace_id, id)
);
--> statement-breakpoint
create table app.contact_import_row (
  workspace_id uuid not null,
  import_id uuid not null,
  n integer not null,
  outcome text not null check (outcome in ('new', 'update', 'skip', 'duplicate', 'invalid')),
  draft jsonb,
  reasons jsonb,
  -- as it stood in the file, where something is wrong with it
  cells jsonb,
  contact_id uuid,
  -- the contact as it was, and a digest of how this row left it; nothing until it was done
  before jsonb,
  after bytea,
  added uuid[] not null default '{}',
  tags uuid[] not null default '{}',
  primary key (workspace_id, import_id, n),
  constraint contact_import_row_import_fkey foreign key (workspace_id, import_id) references app.contact_import (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index contact_import_row_contact on app.contact_import_row (workspace_id, import_id, contact_id, n) where contact_id is not null;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.contact_import', 'app.contact_import_row'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    -- an import touches contacts of everybody: nobody sees one who does not see all of them
    execute format('create policy visible on %s as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or false)', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update on app.contact_import to recado_runtime;
--> statement-breakpoint
grant select on app.contact_import_row to recado_runtime;
--> statement-breakpoint
grant insert, update, delete on app.contact_import_row to recado_jobs;
--> statement-breakpoint
-- What many rows say of marketing at once is written onto their contacts at once; bodies come with the functions.
drop trigger note_consent on app.contact_consent;
--> statement-breakpoint
create trigger note_consent after insert on app.contact_consent referencing new table as told for each statement execute function app.note_consent();
--> statement-breakpoint
reset role;
