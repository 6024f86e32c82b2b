-- Seats that follow the people: how many an owner keeps beyond those that are used, for how many the provider was last asked, and what is being asked of it.
set local role guard_owner;
--> statement-breakpoint
alter table guard.billing_account
  add column seats_kept integer check (seats_kept > 0),
  add column seats_followed integer,
  -- {request, subscription, do, lines}: one at a time, and asked for under its own key until it is answered
  add column open_order jsonb;
--> statement-breakpoint
-- their bodies are in packages/db/functions/guard/057-seats.sql
create function guard.note_people_changed() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create function guard.note_workspace_moved() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
grant execute on function guard.note_people_changed(), guard.note_workspace_moved() to recado_owner;
--> statement-breakpoint
reset role;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
create trigger note_people_changed after insert or delete or update of blocked_at on app.member for each row execute function guard.note_people_changed();
--> statement-breakpoint
create trigger note_workspace_moved after update of account_id, deleted_at on app.workspace for each row
  when (old.account_id <> new.account_id or (old.deleted_at is null) <> (new.deleted_at is null)) execute function guard.note_workspace_moved();
--> statement-breakpoint
reset role;
