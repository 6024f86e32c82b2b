-- What an engine refuses for ever is kept beside the outbox; crons know when a process last registered them; runs that ended badly
-- and the staff's log are found by an index.
set local role recado_owner;
--> statement-breakpoint
-- how often an engine has refused the event: it was set aside and sent again by the staff
alter table jobs.outbox add column tries integer not null default 0;
--> statement-breakpoint
create table jobs.dead_letter (
  -- the event's own
  id uuid primary key,
  -- its place in the outbox, which is the order of commits
  seq bigint not null unique,
  workspace_id uuid,
  name text not null,
  data jsonb not null,
  emitted_at timestamptz not null,
  -- an HTTP status, a SQLSTATE or the name of an error; what was said beside it may quote the event
  code text not null,
  detail text not null,
  tries integer not null,
  set_aside_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
alter table jobs.dead_letter enable row level security;
--> statement-breakpoint
alter table jobs.dead_letter force row level security;
--> statement-breakpoint
create policy jobs_all on jobs.dead_letter to recado_jobs, recado_owner using (true) with check (true);
--> statement-breakpoint
grant select, insert, update, delete on jobs.dead_letter to recado_jobs;
--> statement-breakpoint
-- when a process last said that it serves this; since when nobody does
alter table jobs.cron add column seen_at timestamptz not null default clock_timestamp(), add column gone_at timestamptz;
--> statement-breakpoint
-- An index over status would cost every run an entry in each index of the table. This column is null while a run goes on and when
-- it completes, so that only those that end badly pay.
alter table jobs.run add column ended_badly text generated always as (case when status in ('failed', 'cancelled') then status end) stored;
--> statement-breakpoint
create index run_ended_badly on jobs.run (ended_badly, id) where ended_badly is not null;
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
-- who looked at this, and whether somebody just did
create index staff_action_subject on guard.staff_action (subject, person_id, id desc) where subject is not null;
--> statement-breakpoint
reset role;
