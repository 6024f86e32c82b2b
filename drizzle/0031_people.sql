-- People: at most one open invitation for a workspace and an address, which can be called back and may bring a role of the company's own;
-- and teams.
set local role guard_owner;
--> statement-breakpoint
alter table guard.invitation add custom_role_id uuid, add revoked_at timestamptz, add sent_at timestamptz not null default clock_timestamp();
--> statement-breakpoint
alter table guard.invitation drop constraint invitation_role_check;
--> statement-breakpoint
alter table guard.invitation add constraint invitation_role_check check (role in ('admin', 'manager', 'agent', 'viewer', 'custom'));
--> statement-breakpoint
alter table guard.invitation add constraint invitation_custom_role check ((role = 'custom') = (custom_role_id is not null));
--> statement-breakpoint
-- of several that are open the latest stays
update guard.invitation i set revoked_at = clock_timestamp()
 where i.accepted_at is null and exists (select 1 from guard.invitation n
   where n.workspace_id = i.workspace_id and n.email_key = i.email_key and n.accepted_at is null and n.id > i.id);
--> statement-breakpoint
create unique index invitation_open on guard.invitation (workspace_id, email_key) where accepted_at is null and revoked_at is null;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create table app.team (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create unique index team_name on app.team (workspace_id, lower(name));
--> statement-breakpoint
create table app.team_member (
  workspace_id uuid not null,
  team_id uuid not null,
  person_id uuid not null,
  primary key (workspace_id, team_id, person_id),
  foreign key (workspace_id, team_id) references app.team (workspace_id, id) on delete cascade,
  foreign key (workspace_id, person_id) references app.member (workspace_id, person_id) on delete cascade
);
--> statement-breakpoint
create index team_member_person on app.team_member (workspace_id, person_id);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['team', 'team_member'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('create policy tenant_read on app.%I for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on app.%I for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on app.%I for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))
      with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on app.%I for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, update, delete on app.team, app.team_member to recado_runtime;
--> statement-breakpoint
-- whoever leaves is deleted
grant delete on app.member to guard_owner;
--> statement-breakpoint
reset role;
