-- Contacts that are taken away as a file: who asked for which, how far it is, and who is in it, which is settled the moment it is asked for.
set local role recado_owner;
--> statement-breakpoint
create table app.contact_export (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  person_id uuid not null,
  format text not null check (format in ('csv', 'xlsx', 'json')),
  delimiter text not null check (delimiter in (',', ';', E'\t')),
  columns text[] not null,
  -- what was asked for, as it stood then; nothing for everybody
  filter jsonb,
  segment text,
  locale text not null,
  state text not null default 'writing' check (state in ('writing', 'stopped', 'ready', 'expired', 'failed')),
  total integer not null default 0,
  at_row integer not null default 0,
  -- the file while there is one
  sha256 bytea,
  bytes bigint,
  downloads integer not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  expires_at timestamptz,
  primary key (workspace_id, id),
  constraint contact_export_file check ((state = 'ready') = (sha256 is not null)),
  constraint contact_export_person_fkey foreign key (workspace_id, person_id) references app.member (workspace_id, person_id) on delete cascade
);
--> statement-breakpoint
-- one at a time of each person; and the way from a person to their exports
create unique index contact_export_busy on app.contact_export (workspace_id, person_id) where state = 'writing';
--> statement-breakpoint
create index contact_export_person on app.contact_export (workspace_id, person_id);
--> statement-breakpoint
create table app.contact_export_part (
  workspace_id uuid not null,
  export_id uuid not null,
  n integer not null,
  ids uuid[] not null,
  primary key (workspace_id, export_id, n),
  constraint contact_export_part_export_fkey foreign key (workspace_id, export_id) references app.contact_export (workspace_id, id) on delete cascade
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.contact_export', 'app.contact_export_part'] loop
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
-- whoever sees every contact sees that others took some away; everybody else sees their own
create policy visible on app.contact_export as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or person_id = (select guard.person_id()));
--> statement-breakpoint
create policy visible on app.contact_export_part as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or exists (select 1 from app.contact_export e where e.workspace_id = contact_export_part.workspace_id and e.id = contact_export_part.export_id));
--> statement-breakpoint
grant select, insert, update on app.contact_export to recado_runtime;
--> statement-breakpoint
grant select, insert on app.contact_export_part to recado_runtime;
--> statement-breakpoint
grant delete on app.contact_export_part to recado_jobs;
--> statement-breakpoint
reset role;
