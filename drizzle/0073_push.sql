-- Where the browsers of sessions are told of what waits: one subscription for a session, which goes with it in the same transaction. After an end
-- by time alone it stays for a while, and is then told only how many.
set local role guard_owner;
--> statement-breakpoint
create table guard.push_subscription (
  id uuid primary key default uuidv7(),
  session_id uuid not null unique references guard.session (id) on delete cascade,
  person_id uuid not null references guard.person (id) on delete cascade,
  endpoint text not null unique check (endpoint ~ '^https?://' and length(endpoint) <= 1024),
  -- the browser's public key and its secret, under which what it is told is sealed
  p256dh bytea not null check (octet_length(p256dh) = 65),
  auth bytea not null check (octet_length(auth) = 16),
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index push_subscription_person on guard.push_subscription (person_id);
--> statement-breakpoint
alter table guard.push_subscription enable row level security;
--> statement-breakpoint
alter table guard.push_subscription force row level security;
--> statement-breakpoint
create policy guard_only on guard.push_subscription to guard_owner using (true) with check (true);
--> statement-breakpoint
-- their bodies come with the functions
create function guard.end_push() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger session_push_ended after update of ended_at on guard.session for each row
  when (old.ended_at is null and new.ended_at is not null and coalesce(new.end_reason, '') not in ('idle', 'absolute'))
  execute function guard.end_push();
--> statement-breakpoint
create function guard.end_former_push() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger session_push_former after insert on guard.session for each row when (new.kind = 'user') execute function guard.end_former_push();
--> statement-breakpoint
create trigger account_push_former after update of auth_epoch, disabled_at on guard.account for each row execute function guard.end_former_push();
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create function app.tell_push() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger notification_push after insert on app.notification for each row when ('push' = any (new.via)) execute function app.tell_push();
--> statement-breakpoint
reset role;
