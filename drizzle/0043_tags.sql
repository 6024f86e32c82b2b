-- Labels: one vocabulary of a workspace for what it has, and which of them conversations carry.
set local role recado_owner;
--> statement-breakpoint
create table app.tag (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 40),
  colour text not null check (colour in ('slate', 'blue', 'teal', 'green', 'amber', 'terracotta', 'berry', 'violet')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create unique index tag_name on app.tag (workspace_id, lower(name));
--> statement-breakpoint
create table app.conversation_tag (
  workspace_id uuid not null,
  conversation_id uuid not null,
  tag_id uuid not null,
  primary key (workspace_id, conversation_id, tag_id),
  constraint conversation_tag_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade,
  constraint conversation_tag_tag_fkey foreign key (workspace_id, tag_id) references app.tag (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index conversation_tag_tag on app.conversation_tag (workspace_id, tag_id, conversation_id);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.tag', 'app.conversation_tag'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select, insert, update, delete on %s to recado_runtime', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
create policy visible on app.conversation_tag as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id));
--> statement-breakpoint
reset role;
