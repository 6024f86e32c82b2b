-- How a company shares out what comes in: one row for each company that has said so. Without one everything is given by hand.
set local role recado_owner;
--> statement-breakpoint
create table app.inbox_rule (
  workspace_id uuid not null references app.workspace,
  mode text not null default 'hand' check (mode in ('hand', 'last', 'round_robin', 'least_busy')),
  -- first whoever answered this person last, then the mode
  last_first boolean not null default false,
  -- who takes part; everybody who may answer when both are empty
  person_ids uuid[] not null default '{}' check (cardinality(person_ids) <= 500),
  team_ids uuid[] not null default '{}' check (cardinality(team_ids) <= 100),
  only_online boolean not null default false,
  -- open conversations of one person at most
  cap smallint check (cap between 1 and 999),
  -- minutes of the day that are worked, by day of the week from 1 for Monday, in the workspace's time zone
  hours jsonb not null default '{}' check (jsonb_typeof(hours) = 'object'),
  keeps_hours boolean not null default false,
  -- who is given what comes outside of them; nobody when both are null
  outside_person_id uuid,
  outside_team_id uuid,
  -- whose turn was when: the one whose turn is longest ago comes next
  turn bigint not null default 0,
  turns jsonb not null default '{}' check (jsonb_typeof(turns) = 'object'),
  primary key (workspace_id),
  constraint inbox_rule_outside check (outside_person_id is null or outside_team_id is null)
);
--> statement-breakpoint
alter table app.inbox_rule enable row level security;
--> statement-breakpoint
alter table app.inbox_rule force row level security;
--> statement-breakpoint
create policy tenant_read on app.inbox_rule for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.inbox_rule for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.inbox_rule for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.inbox_rule for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy guard_purge on app.inbox_rule to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select on app.inbox_rule to recado_runtime;
--> statement-breakpoint
grant insert, update on app.inbox_rule to recado_web;
--> statement-breakpoint
grant update on app.inbox_rule to recado_jobs;
--> statement-breakpoint
grant select, delete on app.inbox_rule to guard_owner;
--> statement-breakpoint
reset role;
