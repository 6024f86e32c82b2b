-- Mail leaves through the outbox of events, one run for each mail; and the figures of each company's days.
set local role guard_owner;
--> statement-breakpoint
-- the run that holds a mail, which may take it up again; and when it was last told of
alter table guard.outgoing_mail add column claimant text, add column told_at timestamptz not null default clock_timestamp();
--> statement-breakpoint
create index session_event_age on guard.session_event (at);
--> statement-breakpoint
-- its body is in packages/db/functions/guard/040-signup.sql
create function guard.announce_mail() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$ begin return null; end $$;
--> statement-breakpoint
create trigger announce_mail after insert on guard.outgoing_mail for each row execute function guard.announce_mail();
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create table app.usage_day (
  workspace_id uuid not null references app.workspace,
  -- in the workspace's time zone
  day date not null,
  metric text not null check (metric in ('messages_in', 'messages_out', 'conversations_active', 'contacts_active')),
  amount bigint not null check (amount >= 0),
  primary key (workspace_id, day, metric)
);
--> statement-breakpoint
alter table app.usage_day enable row level security;
--> statement-breakpoint
alter table app.usage_day force row level security;
--> statement-breakpoint
create policy tenant_read on app.usage_day for select using (workspace_id = (select guard.workspace_id()));
--> statement-breakpoint
create policy tenant_insert on app.usage_day for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_update on app.usage_day for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))
  with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
create policy tenant_delete on app.usage_day for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()));
--> statement-breakpoint
grant select on app.usage_day to recado_runtime;
--> statement-breakpoint
grant insert, update on app.usage_day to recado_jobs;
--> statement-breakpoint
reset role;
