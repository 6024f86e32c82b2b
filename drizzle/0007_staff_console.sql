-- What the staff's console asks of the executor's tables: the kin of a run, and what was refused.
set local role recado_owner;
--> statement-breakpoint
-- both columns are set once, when the run is made
create index run_parent on jobs.run (parent_run) where parent_run is not null;
--> statement-breakpoint
create index run_rerun on jobs.run (rerun_of) where rerun_of is not null;
--> statement-breakpoint
create table jobs.refusal (
  reason text not null,
  day date not null,
  count bigint not null default 0,
  primary key (reason, day)
);
--> statement-breakpoint
alter table jobs.refusal enable row level security;
--> statement-breakpoint
alter table jobs.refusal force row level security;
--> statement-breakpoint
create policy jobs_all on jobs.refusal to recado_jobs, recado_owner using (true) with check (true);
--> statement-breakpoint
grant select, insert, update, delete on jobs.refusal to recado_jobs;
--> statement-breakpoint
reset role;
