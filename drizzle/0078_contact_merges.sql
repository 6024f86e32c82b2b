-- Contacts that a person said are one, with everything as it was before, so that it can be undone; and pairs that somebody said are not.
set local role recado_owner;
--> statement-breakpoint
create table app.contact_merge (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  keep_id uuid not null,
  -- whose address leads to the one who stayed; no contact has it while this row is there
  drop_id uuid not null,
  -- null where WhatsApp proved it
  by_person_id uuid,
  at timestamptz not null default clock_timestamp(),
  -- as everything was; null once it cannot be undone any more
  before jsonb,
  primary key (workspace_id, id),
  constraint contact_merge_keep_fkey foreign key (workspace_id, keep_id) references app.contact (workspace_id, id)
);
--> statement-breakpoint
create unique index contact_merge_drop on app.contact_merge (workspace_id, drop_id);
--> statement-breakpoint
create index contact_merge_keep on app.contact_merge (workspace_id, keep_id, at desc);
--> statement-breakpoint
create index contact_merge_age on app.contact_merge (workspace_id, at) where before is not null;
--> statement-breakpoint
create table app.contact_apart (
  workspace_id uuid not null references app.workspace,
  low_id uuid not null,
  high_id uuid not null,
  by_person_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, low_id, high_id),
  constraint contact_apart_order check (low_id < high_id),
  constraint contact_apart_low_fkey foreign key (workspace_id, low_id) references app.contact (workspace_id, id) on delete cascade,
  constraint contact_apart_high_fkey foreign key (workspace_id, high_id) references app.contact (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index contact_apart_high on app.contact_apart (workspace_id, high_id);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.contact_merge', 'app.contact_apart'] loop
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
create policy visible on app.contact_merge as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, keep_id));
--> statement-breakpoint
create policy visible on app.contact_apart as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_contact(workspace_id, low_id) and app.sees_contact(workspace_id, high_id));
--> statement-breakpoint
-- The one writing under which all forms of a line are found: that without Mexico's 1, Argentina's 9 and Brazil's ninth digit. What an index is made of
-- never changes its meaning: a new meaning is a new function and a new index.
create function app.line_of(p_digits text) returns text language sql immutable parallel safe
return case
  when p_digits ~ '^521[2-9]\d{9}$' then '52' || substr(p_digits, 4)
  when p_digits ~ '^549[1-8]\d{9}$' then '54' || substr(p_digits, 4)
  when p_digits ~ '^55[1-9]\d9[6-9]\d{7}$' then substr(p_digits, 1, 4) || substr(p_digits, 6)
  else p_digits end;
--> statement-breakpoint
revoke execute on function app.line_of(text) from public;
--> statement-breakpoint
-- whoever writes a row keeps its indexes
grant execute on function app.line_of(text) to recado_runtime, guard_owner;
--> statement-breakpoint
create index contact_identity_line on app.contact_identity (workspace_id, app.line_of(value)) where kind in ('wa_pn', 'phone');
--> statement-breakpoint
alter table app.change drop constraint change_topic_check;
--> statement-breakpoint
alter table app.change add constraint change_topic_check check (topic in ('message', 'conversation', 'channel', 'note', 'notification', 'contact'));
--> statement-breakpoint
-- a thread that comes back has its start again
grant insert on app.conversation_start to recado_web;
--> statement-breakpoint
reset role;
