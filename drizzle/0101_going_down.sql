-- Going down: what an owner chose to go on with, and what is frozen because it has no place on a plan. Nothing is deleted by it.
set local role guard_owner;
--> statement-breakpoint
create table guard.plan_descent (
  account_id uuid primary key,
  plan text not null,
  version integer not null,
  -- {workspaces, numbers, people}: the ids of what stays, where not all of it does
  keep jsonb not null,
  chosen_by uuid not null,
  chosen_at timestamptz not null default clock_timestamp(),
  -- kept until the provider has nothing planned any more
  called_off_at timestamptz,
  constraint plan_descent_plan_version_fkey foreign key (plan, version) references guard.plan_version (plan, version)
);
--> statement-breakpoint
alter table guard.plan_descent enable row level security;
--> statement-breakpoint
alter table guard.plan_descent force row level security;
--> statement-breakpoint
create policy guard_only on guard.plan_descent to guard_owner using (true) with check (true);
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
alter table app.workspace add column frozen_at timestamptz;
--> statement-breakpoint
-- a frozen number is wanted by nobody, whoever asks
alter table app.channel add column frozen_at timestamptz, add constraint channel_frozen_check check (frozen_at is null or wanted <> 'open');
--> statement-breakpoint
-- whoever is frozen is shut out as one who is blocked is, and comes back by the plan alone
alter table app.member add column frozen_at timestamptz, add constraint member_frozen_check check (frozen_at is null or blocked_at is not null);
--> statement-breakpoint
create function app.keep_frozen() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return new; end $$;
--> statement-breakpoint
revoke execute on function app.keep_frozen() from public;
--> statement-breakpoint
create trigger keep_frozen before insert or update of frozen_at on app.channel for each row execute function app.keep_frozen();
--> statement-breakpoint
create trigger keep_frozen before insert or update of frozen_at on app.member for each row execute function app.keep_frozen();
--> statement-breakpoint
reset role;
