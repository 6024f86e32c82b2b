-- Row security on every table of every company. The two functions get their bodies from packages/db/functions/guard/context.sql.
set local role guard_owner;
--> statement-breakpoint
create function guard.workspace_id() returns uuid language sql stable return null::uuid;
--> statement-breakpoint
create function guard.can_write() returns boolean language sql stable return false;
--> statement-breakpoint
create function guard.is_system() returns boolean language sql stable return false;
--> statement-breakpoint
grant execute on function guard.workspace_id(), guard.can_write(), guard.is_system() to recado_runtime, recado_owner;
--> statement-breakpoint
do $$
declare t text;
begin
  -- the guard's own tables: no runtime role has any right on them, and nobody but their owner has a policy
  foreach t in array array['secret','person','device','session','session_event','pending_signup','outgoing_mail','login_failure','access_key'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
do $$
declare t record;
begin
  for t in
    select * from (values
      ('app', 'workspace', 'id'), ('app', 'member', 'workspace_id'), ('app', 'contact', 'workspace_id'),
      ('app', 'contact_identity', 'workspace_id'), ('app', 'channel', 'workspace_id'), ('app', 'conversation', 'workspace_id'),
      ('app', 'media', 'workspace_id'), ('app', 'message', 'workspace_id'), ('app', 'change', 'workspace_id'),
      ('app', 'event_outbox', 'workspace_id'), ('app', 'audit_entry', 'workspace_id'),
      ('wa', 'credential', 'workspace_id'), ('wa', 'signal_key', 'workspace_id'), ('wa', 'staged_message', 'workspace_id'),
      ('wa', 'lease', 'workspace_id'), ('wa', 'number', 'workspace_id')
    ) v(space, name, tenant)
  loop
    execute format('alter table %I.%I enable row level security', t.space, t.name);
    execute format('alter table %I.%I force row level security', t.space, t.name);
    execute format('create policy tenant_read on %I.%I for select using (%I = (select guard.workspace_id()))', t.space, t.name, t.tenant);
    execute format('create policy tenant_insert on %I.%I for insert with check (%I = (select guard.workspace_id()) and (select guard.can_write()))', t.space, t.name, t.tenant);
    execute format('create policy tenant_update on %I.%I for update using (%I = (select guard.workspace_id()) and (select guard.can_write())) with check (%I = (select guard.workspace_id()) and (select guard.can_write()))', t.space, t.name, t.tenant, t.tenant);
    execute format('create policy tenant_delete on %I.%I for delete using (%I = (select guard.workspace_id()) and (select guard.can_write()))', t.space, t.name, t.tenant);
  end loop;
end $$;
--> statement-breakpoint
alter table app.account enable row level security;
--> statement-breakpoint
alter table app.account force row level security;
--> statement-breakpoint
-- an account is reached through a workspace of it
create policy account_read on app.account for select
  using (id = (select w.account_id from app.workspace w where w.id = (select guard.workspace_id())));
--> statement-breakpoint
-- the guard makes accounts, workspaces and first members at sign-up, and reads memberships at every door
create policy guard_all on app.account to guard_owner using (true) with check (true);
--> statement-breakpoint
create policy guard_all on app.workspace to guard_owner using (true) with check (true);
--> statement-breakpoint
create policy guard_all on app.member to guard_owner using (true) with check (true);
--> statement-breakpoint
-- leases are taken across companies before any tenant is known; only the definer functions of the guard do that
create policy guard_all on wa.lease to guard_owner using (true) with check (true);
--> statement-breakpoint
create policy guard_all on wa.number to guard_owner using (true) with check (true);
--> statement-breakpoint
create policy guard_read on app.channel for select to guard_owner using (true);
--> statement-breakpoint
create policy guard_sweep on app.change for all to guard_owner using (true) with check (false);
--> statement-breakpoint
grant select, insert on app.account, app.workspace, app.member to guard_owner;
--> statement-breakpoint
grant usage on schema wa to guard_owner;
--> statement-breakpoint
grant select, insert, update, delete on wa.lease, wa.number to guard_owner;
--> statement-breakpoint
grant select on app.channel to guard_owner;
--> statement-breakpoint
grant select, delete on app.change to guard_owner;
--> statement-breakpoint
grant select on app.account to recado_runtime;
--> statement-breakpoint
grant select, update on app.workspace to recado_runtime;
--> statement-breakpoint
grant select on app.member to recado_runtime;
--> statement-breakpoint
grant select, insert, update, delete on app.contact, app.contact_identity, app.channel, app.conversation, app.media, app.message to recado_runtime;
--> statement-breakpoint
grant select, insert on app.change, app.event_outbox, app.audit_entry to recado_runtime;
--> statement-breakpoint
grant select, insert, update, delete on wa.credential, wa.signal_key, wa.staged_message to recado_worker;
--> statement-breakpoint
grant select on wa.lease, wa.number to recado_worker;
--> statement-breakpoint
reset role;
