-- What speaks for several people behind one login: signals with what they were made of, one case for a person, and each step of it.
set local role guard_owner;
--> statement-breakpoint
create table guard.sharing_signal (
  person_id uuid not null references guard.person (id) on delete cascade,
  -- the same thing has the same key, however often it is looked for
  key text not null check (length(key) between 3 and 400),
  kind text not null,
  day date not null,
  at timestamptz not null,
  is_strong boolean not null,
  -- sessions, events of their opening, moments, devices in words; never an address of a host
  evidence jsonb not null,
  primary key (person_id, key)
);
--> statement-breakpoint
create index sharing_signal_age on guard.sharing_signal (at);
--> statement-breakpoint
create table guard.sharing_case (
  person_id uuid primary key references guard.person (id) on delete cascade,
  account_id uuid not null,
  -- null: nothing that anybody is told
  state text check (state in ('open', 'explained', 'contested', 'ignored', 'converted')),
  score integer not null check (score >= 0),
  -- families and discounts of the score
  detail jsonb not null,
  contacts integer not null default 0,
  contested_at timestamptz,
  opened_at timestamptz,
  weighed_at timestamptz not null
);
--> statement-breakpoint
create index sharing_case_state on guard.sharing_case (state, score desc, person_id desc) where state is not null;
--> statement-breakpoint
create table guard.sharing_step (
  id bigint generated always as identity primary key,
  person_id uuid not null references guard.person (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  from_state text,
  to_state text not null,
  by text not null check (by in ('job', 'person', 'staff')),
  -- of the staff, who
  staff_id uuid,
  reason text not null default '',
  score integer not null
);
--> statement-breakpoint
create index sharing_step_person on guard.sharing_step (person_id, id desc);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['sharing_signal', 'sharing_case', 'sharing_step'] loop
    execute format('alter table guard.%I enable row level security', t);
    execute format('alter table guard.%I force row level security', t);
    execute format('create policy guard_only on guard.%I to guard_owner using (true) with check (true)', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
