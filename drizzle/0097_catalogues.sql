-- Catalogues to sell from: which one is in use, and the plan that somebody new begins on. The first versions of Recado's own plans get the words that
-- came since; they mean what they meant.
set local role guard_owner;
--> statement-breakpoint
create table guard.catalogue (
  preset text primary key check (preset ~ '^[a-z][a-z0-9_]{1,39}$'),
  is_current boolean not null,
  plan text not null,
  version integer not null,
  -- null: nothing is tried, people begin on a plan
  trial jsonb,
  set_at timestamptz not null default clock_timestamp(),
  foreign key (plan, version) references guard.plan_version (plan, version)
);
--> statement-breakpoint
create unique index catalogue_current on guard.catalogue (is_current) where is_current;
--> statement-breakpoint
alter table guard.catalogue enable row level security;
--> statement-breakpoint
alter table guard.catalogue force row level security;
--> statement-breakpoint
create policy guard_only on guard.catalogue to guard_owner using (true) with check (true);
--> statement-breakpoint
update guard.plan_version v set body = v.body || jsonb_build_object('preset', 'recado', 'isLegacy', false,
    'sessions', (v.body -> 'sessions') || '{"idleMinutes": null}', 'seats', (v.body -> 'seats') || '{"per": "account"}',
    'limits', (v.body -> 'limits') || '{"services": null, "templates": null}',
    'features', '["crm", "plannedMessages"]'::jsonb || ((v.body -> 'features') - 'crm'))
 where v.version = 1 and v.plan in ('trial', 'starter', 'pro', 'family', 'team', 'agency', 'enterprise') and not v.body ? 'preset';
--> statement-breakpoint
insert into guard.catalogue (preset, is_current, plan, version, trial)
  values ('recado', true, 'trial', 1, '{"days": 14, "as": "pro", "needsCard": false, "after": ["deactivated"]}');
--> statement-breakpoint
reset role;
