-- Where a device was used last is read from its sessions, which go after ninety days; what stood here as well stayed for ever.
-- `former_cut`: a fresh proof has taken the former token's worth at once. The indexes are for how often an account has just changed hands, and for
-- what somebody holds in the names of others.
set local role guard_owner;
--> statement-breakpoint
alter table guard.device drop column country, drop column place;
--> statement-breakpoint
alter table guard.session add column former_cut boolean not null default false;
--> statement-breakpoint
create index session_displaced on guard.session (person_id, ended_at desc) where end_reason = 'displaced';
--> statement-breakpoint
create index session_actor on guard.session (actor_id) where actor_id is not null and ended_at is null;
--> statement-breakpoint
reset role;
