-- What the browser's side of the guard needs: a session's own idle limit, experiments that can be switched, and what a person has been told once.
set local role guard_owner;
--> statement-breakpoint
-- null: the product's own limit, which whoever opens the session names
alter table guard.session add idle_limit interval check (idle_limit between interval '5 minutes' and interval '4 hours');
--> statement-breakpoint
-- what is tried on accounts; whoever got a variant keeps it in guard.experiment_flag, and it counts while the experiment runs
create table guard.experiment (
  flag text primary key check (flag ~ '^[a-z][a-z0-9-]{1,39}$'),
  variants text[] not null check (cardinality(variants) > 0),
  running boolean not null default false,
  set_by text not null,
  reason text not null,
  set_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
insert into guard.experiment (flag, variants, set_by, reason)
  values ('idle-minutes', '{45,30,60}', 'migration 0016', 'how long a session waits for its person; not begun');
--> statement-breakpoint
-- what is explained to a person once, and what they answered
create table guard.notice_seen (
  person_id uuid not null references guard.person on delete cascade,
  notice text not null,
  answer text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (person_id, notice)
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['experiment', 'notice_seen'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
