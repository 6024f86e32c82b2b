-- Background work: the outbox that business transactions write, and the tables of the embedded executor.
-- Nothing here belongs to a company by row: the processes of companies' people have no right on it, and reach it through
-- the functions of packages/db/functions/jobs alone.
create schema jobs authorization recado_owner;
--> statement-breakpoint
grant usage on schema jobs to recado_runtime, guard_owner;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create table jobs.outbox (
  seq bigint generated always as identity primary key,
  id uuid not null default uuidv7() unique,
  workspace_id uuid,
  name text not null,
  data jsonb not null,
  emitted_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table jobs.fn (
  id text primary key,
  name text not null,
  config json not null,
  -- what a human reads of it; the executor compares it to know a changed function
  digest text not null,
  seen_at timestamptz not null default clock_timestamp(),
  -- no longer served since; its runs wait until it is served again
  gone_at timestamptz
);
--> statement-breakpoint
create table jobs.cron (
  fn text not null references jobs.fn on delete cascade,
  expression text not null,
  jitter text,
  next_at timestamptz not null,
  last_at timestamptz,
  primary key (fn, expression)
);
--> statement-breakpoint
create index cron_next on jobs.cron (next_at);
--> statement-breakpoint
-- ids are ULIDs, so that the primary key is also the order of arrival.
-- json, not jsonb: what came in goes out as it was, and nothing is parsed on the way
create table jobs.event (
  id text primary key,
  -- the sender's own id, which makes sending it twice one event
  dedupe text,
  name text not null,
  body json not null,
  received_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create unique index event_dedupe on jobs.event (dedupe) where dedupe is not null;
--> statement-breakpoint
-- no column that changes during a run is in an index, so that a page's free space takes the new version
create table jobs.run (
  id text primary key,
  fn text not null,
  status text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  event text not null,
  -- how many events it was started with; beyond the first they are in jobs.run_event
  events integer not null default 1,
  priority integer not null default 0,
  gates text[],
  throttle text,
  singleton text,
  parent_run text,
  parent_step text,
  rerun_of text,
  -- what the protocol keeps: the SDK's request version, whether steps are planned one by one, hashes in order of completion
  version smallint not null default -1,
  force_plan boolean not null default false,
  stack text[] not null default '{}',
  -- planned steps that have not ended, and whether a step ended while the function was being called
  pending integer not null default 0,
  again boolean not null default false,
  output json,
  error json,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
--> statement-breakpoint
create index run_event_first on jobs.run (event);
--> statement-breakpoint
create index run_fn on jobs.run (fn, id);
--> statement-breakpoint
create table jobs.run_event (
  run text not null,
  position integer not null,
  event text not null,
  primary key (run, position)
);
--> statement-breakpoint
create index run_event_event on jobs.run_event (event);
--> statement-breakpoint
create table jobs.step (
  run text not null,
  id text not null,
  op text not null,
  name text not null default '',
  status text not null default 'planned' check (status in ('planned', 'retrying', 'completed', 'failed')),
  -- one of them once it ended; json 'null' is a value
  value json,
  error json,
  attempts integer not null default 0,
  -- counted in jobs.run.pending
  pending boolean not null default false,
  race boolean not null default false,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (run, id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
--> statement-breakpoint
-- one row per attempt that failed; `final` marks the one that failed the run
create table jobs.failure (
  id bigint generated always as identity primary key,
  fn text not null,
  run text not null,
  step text,
  attempt integer not null default 0,
  final boolean not null default false,
  error json not null,
  at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index failure_run on jobs.failure (run);
--> statement-breakpoint
create index failure_fn on jobs.failure (fn, id);
--> statement-breakpoint
-- What is to be done. kind: call (the function, or one planned step), sleep, timeout (of a wait or an invoke), settle (a step
-- of a run whose invoked run ended), event (find what an event starts and wakes), debounce, batch, deadline, cancel, rerun.
-- state: 0 waits for its time, 1 ready, 2 claimed, 3 waits for a gate (a concurrency or throttle limit), 4 ready and
-- suspected of crashing its process: taken one at a time, so that it takes no innocent neighbour with it again.
create table jobs.queue (
  id bigint generated always as identity primary key,
  kind text not null,
  run text,
  step text not null default 'step',
  fn text,
  key text,
  event text,
  data json,
  attempt integer not null default 0,
  state smallint not null default 1,
  due timestamptz not null default clock_timestamp(),
  -- order among the ready: the due time moved by the run's priority
  rank timestamptz not null default clock_timestamp(),
  lock text,
  locked_until timestamptz,
  gates text[],
  throttle text,
  blocked_on text,
  -- claims that ended without an answer and without a stored step since the last progress
  crashes smallint not null default 0,
  created_at timestamptz not null default clock_timestamp()
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0.1);
--> statement-breakpoint
create unique index queue_of_run on jobs.queue (run, kind, step) where run is not null;
--> statement-breakpoint
create unique index queue_keyed on jobs.queue (kind, fn, key) where key is not null;
--> statement-breakpoint
create index queue_due on jobs.queue (due) where state = 0;
--> statement-breakpoint
create index queue_ready on jobs.queue (rank, id) where state = 1;
--> statement-breakpoint
create index queue_claimed on jobs.queue (id) where state = 2;
--> statement-breakpoint
create index queue_suspect on jobs.queue (rank, id) where state = 4;
--> statement-breakpoint
create index queue_blocked on jobs.queue (blocked_on, rank, id) where state = 3;
--> statement-breakpoint
-- who waits for an event: a step (kind wait) or the whole run (kind cancel). A key lets an event find its waits without
-- trying each: path=value for a comparison of the event with something known; null when only the expression can tell
create table jobs.wait (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('wait', 'cancel')),
  run text not null,
  step text not null,
  event text not null,
  key text,
  expression text,
  expires_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index wait_event on jobs.wait (event, key);
--> statement-breakpoint
create index wait_run on jobs.wait (run, step);
--> statement-breakpoint
create table jobs.wait_path (
  event text not null,
  path text not null,
  primary key (event, path)
);
--> statement-breakpoint
-- events that gather for one run
create table jobs.batch (
  id bigint generated always as identity primary key,
  fn text not null,
  key text not null,
  event text not null
);
--> statement-breakpoint
create index batch_key on jobs.batch (fn, key, id);
--> statement-breakpoint
-- a limit that calls pass: how many may be inside at once (concurrency), or when the next one may start (throttle)
create table jobs.gate (
  key text primary key,
  allowed integer not null,
  inside integer not null default 0,
  every interval,
  full_at timestamptz,
  next_at timestamptz,
  touched_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
--> statement-breakpoint
create index gate_next on jobs.gate (next_at) where next_at is not null;
--> statement-breakpoint
-- limits at the start of runs: rate limit and idempotency keep when they are full until
create table jobs.meter (
  key text primary key,
  full_at timestamptz not null
);
--> statement-breakpoint
create table jobs.singleton (
  key text primary key,
  run text not null
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['outbox','fn','cron','event','run','run_event','step','failure','queue','wait','wait_path','batch','gate','meter','singleton'] loop
    execute format('alter table jobs.%I enable row level security', t);
    execute format('alter table jobs.%I force row level security', t);
    execute format('create policy jobs_all on jobs.%I to recado_jobs, recado_owner using (true) with check (true)', t);
    if t = 'outbox' then
      -- written through jobs.emit and jobs.emit_global only, which prove whose event it is
      execute 'grant select, delete on jobs.outbox to recado_jobs';
    else
      execute format('grant select, insert, update, delete on jobs.%I to recado_jobs', t);
    end if;
  end loop;
end $$;
--> statement-breakpoint
reset role;
