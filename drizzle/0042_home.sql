-- What the page that a workspace begins with is answered from: the days' figures by whoever has a conversation, and when conversations began and
-- were first answered. All of it is counted from the messages and can be counted again.
set local role recado_owner;
--> statement-breakpoint
-- until when messages stored are in the figures by person; what came later is added by whoever reads
alter table app.workspace add column counted_at timestamptz;
--> statement-breakpoint
create table app.usage_person_day (
  workspace_id uuid not null references app.workspace,
  -- in the workspace's time zone
  day date not null,
  -- who had the conversations when they were counted; all zeros for those of nobody
  person_id uuid not null,
  metric text not null check (metric in ('messages_in', 'messages_out')),
  amount bigint not null check (amount >= 0),
  primary key (workspace_id, day, person_id, metric)
);
--> statement-breakpoint
create table app.conversation_start (
  workspace_id uuid not null references app.workspace,
  conversation_id uuid not null,
  began_at timestamptz not null,
  -- null where the company wrote first
  asked_at timestamptz,
  answered_at timestamptz,
  primary key (workspace_id, conversation_id),
  constraint conversation_start_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index conversation_start_began on app.conversation_start (workspace_id, began_at);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.usage_person_day', 'app.conversation_start'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select on %s to recado_runtime', t);
    execute format('grant insert, update on %s to recado_jobs', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
create policy visible on app.usage_person_day as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or guard.sees_assignee(nullif(person_id, '00000000-0000-0000-0000-000000000000')));
--> statement-breakpoint
create policy visible on app.conversation_start as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id));
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
-- digests of the tokens by which the notices of a link are switched off, so that the database knows them without believing a process
alter table guard.access_link add column off_hashes bytea[] not null default '{}';
--> statement-breakpoint
reset role;
