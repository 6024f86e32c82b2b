-- How soon a company answers and resolves: its rule, what runs of it on each conversation, and what was missed.
set local role recado_owner;
--> statement-breakpoint
create table app.service_rule (
  workspace_id uuid not null references app.workspace,
  is_on boolean not null default false,
  -- whether only the hours that are worked count
  keeps_hours boolean not null default true,
  -- minutes by what is counted (first, next, resolve), for every conversation under `usual` and for what matters more under its priority
  targets jsonb not null default '{}' check (jsonb_typeof(targets) = 'object'),
  primary key (workspace_id)
);
--> statement-breakpoint
alter table app.conversation
  -- the answer that is owed: the first of a case or a later one, since when, until when, and when it was told that it is late
  add column answer_clock text check (answer_clock in ('first', 'next')),
  add column answer_since timestamptz,
  add column answer_due_at timestamptz,
  -- seconds of work that were left when it was put off
  add column answer_left integer,
  add column answer_told_at timestamptz,
  add column resolve_since timestamptz,
  add column resolve_due_at timestamptz,
  add column resolve_left integer,
  add column resolve_told_at timestamptz;
--> statement-breakpoint
-- what is due first stands first in its view; only what runs is in it
create index conversation_due on app.conversation (workspace_id, least(answer_due_at, resolve_due_at), id) where least(answer_due_at, resolve_due_at) is not null;
--> statement-breakpoint
create index conversation_answer_due on app.conversation (workspace_id, answer_due_at) where answer_due_at is not null and answer_told_at is null;
--> statement-breakpoint
create index conversation_resolve_due on app.conversation (workspace_id, resolve_due_at) where resolve_due_at is not null and resolve_told_at is null;
--> statement-breakpoint
create table app.service_breach (
  workspace_id uuid not null references app.workspace,
  conversation_id uuid not null,
  clock text not null check (clock in ('first', 'next', 'resolve')),
  -- since when it was owed: what is owed once is missed once
  since timestamptz not null,
  due_at timestamptz not null,
  assignee_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, conversation_id, clock, since),
  constraint service_breach_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.service_rule', 'app.service_breach'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select on %s to recado_runtime', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
create policy visible on app.service_breach as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id));
--> statement-breakpoint
grant insert, update on app.service_rule to recado_web;
--> statement-breakpoint
grant insert on app.service_breach to recado_jobs;
--> statement-breakpoint
-- a number's process and people move them with their thread
grant update on app.service_breach to recado_worker, recado_web;
--> statement-breakpoint
-- its body comes with the functions
create function app.keep_clocks() returns trigger language plpgsql as $$ begin return new; end $$;
--> statement-breakpoint
-- only where something begins, ends, pauses or matters otherwise: of many messages in a row that is the first
create trigger conversation_clocks before update on app.conversation for each row
  when (new.status is distinct from old.status or new.priority is distinct from old.priority
    or (new.last_direction = 'in' and new.unread_count > old.unread_count and old.last_direction is distinct from 'in')
    or (old.answer_since is not null and new.last_seq > old.last_seq
      and (new.last_direction = 'out' or (new.read_seq > old.last_seq and new.read_seq < new.last_seq))))
  execute function app.keep_clocks();
--> statement-breakpoint
reset role;
