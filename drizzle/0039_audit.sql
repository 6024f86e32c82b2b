-- The audit made whole: who, from where, before and after; the chain that shows when a row is touched; and the policies of an account.
set local role recado_owner;
--> statement-breakpoint
alter table app.audit_entry add actor_name text;
--> statement-breakpoint
alter table app.audit_entry add before jsonb;
--> statement-breakpoint
alter table app.audit_entry add after jsonb;
--> statement-breakpoint
alter table app.audit_entry add address inet;
--> statement-breakpoint
alter table app.audit_entry add user_agent text;
--> statement-breakpoint
-- rows that were there get a salt of their own and this transaction's id, so that the sealer takes them like any other
alter table app.audit_entry add salt bytea default uuid_send(gen_random_uuid());
--> statement-breakpoint
alter table app.audit_entry add xid xid8 not null default pg_current_xact_id();
--> statement-breakpoint
-- what the seals rest on is the database's own to say: when, in which transaction, with which salt and number
revoke insert on app.audit_entry from recado_runtime;
--> statement-breakpoint
grant insert (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, before, after, address, user_agent, request_id) on app.audit_entry to recado_runtime;
--> statement-breakpoint
create index audit_entry_xid on app.audit_entry (xid, id);
--> statement-breakpoint
create index audit_entry_at on app.audit_entry (workspace_id, at desc, id desc);
--> statement-breakpoint
create index audit_entry_actor on app.audit_entry (workspace_id, actor_id, at desc, id desc);
--> statement-breakpoint
create index audit_entry_group on app.audit_entry (workspace_id, split_part(action, '/', 1), at desc, id desc);
--> statement-breakpoint
create index audit_entry_subject on app.audit_entry (workspace_id, subject, at desc, id desc) where subject is not null;
--> statement-breakpoint
create index audit_entry_staff on app.audit_entry (workspace_id, at desc, id desc) where actor_kind = 'staff';
--> statement-breakpoint
drop policy guard_purge on app.audit_entry;
--> statement-breakpoint
create policy guard_all on app.audit_entry to guard_owner using (true) with check (true);
--> statement-breakpoint
-- what of it may be changed or go is said by the trigger below: an erasure's emptying, and a workspace's end
grant select, insert, update, delete on app.audit_entry to guard_owner;
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
-- The chain of a workspace: one row for each entry, in the order of the seals. Only ever added to.
create table guard.audit_seal (
  workspace_id uuid not null,
  seq bigint not null,
  entry_id bigint not null,
  values_hash bytea not null,
  digest bytea not null,
  link bytea not null,
  primary key (workspace_id, seq)
);
--> statement-breakpoint
create unique index audit_seal_entry on guard.audit_seal (workspace_id, entry_id);
--> statement-breakpoint
create table guard.audit_head (
  workspace_id uuid primary key,
  seq bigint not null,
  link bytea not null,
  sealed_at timestamptz not null default clock_timestamp(),
  anchored_seq bigint not null default 0
);
--> statement-breakpoint
create index audit_head_unanchored on guard.audit_head (workspace_id) where anchored_seq < seq;
--> statement-breakpoint
-- how far the sealer is: every transaction below it has ended and is in the chains
create table guard.audit_sealer (
  id boolean primary key default true check (id),
  xid xid8 not null,
  entry_id bigint not null,
  looked_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
-- the last link of a chain that went with its workspace
create table guard.audit_end (
  workspace_id uuid primary key,
  seq bigint not null,
  link bytea not null,
  reason text not null,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
-- Whom an account binds to what; no row means what the plan says.
create table guard.account_policy (
  account_id uuid primary key,
  two_factor text check (two_factor in ('nobody', 'admins', 'everybody')),
  idle_minutes smallint check (idle_minutes between 5 and 45),
  allow_list cidr[] check (cardinality(allow_list) between 1 and 100),
  list_paused_until timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  changed_by uuid
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['audit_seal', 'audit_head', 'audit_sealer', 'audit_end', 'account_policy'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
insert into guard.audit_sealer (xid, entry_id) values ('0', 0);
--> statement-breakpoint
create function guard.refuse_audit_rewriting() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'what is in the audit is written once' using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
revoke execute on function guard.refuse_audit_rewriting() from public;
--> statement-breakpoint
grant execute on function guard.refuse_audit_rewriting() to recado_owner;
--> statement-breakpoint
create trigger written_once before update or delete on guard.audit_seal for each row execute function guard.refuse_audit_rewriting();
--> statement-breakpoint
create trigger never_emptied before truncate on guard.audit_seal for each statement execute function guard.refuse_audit_rewriting();
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create trigger written_once before update or delete on app.audit_entry for each row execute function guard.refuse_audit_rewriting();
--> statement-breakpoint
create trigger never_emptied before truncate on app.audit_entry for each statement execute function guard.refuse_audit_rewriting();
--> statement-breakpoint
reset role;
