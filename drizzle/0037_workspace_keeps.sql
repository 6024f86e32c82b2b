-- What of a workspace only the guard's functions change, whatever a statement of a process says: whose it is, and whether it is there.
set local role recado_owner;
--> statement-breakpoint
-- its body comes with the functions
create function app.keep_workspace() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return new; end $$;
--> statement-breakpoint
revoke execute on function app.keep_workspace() from public;
--> statement-breakpoint
create trigger keep_workspace before update on app.workspace for each row execute function app.keep_workspace();
--> statement-breakpoint
reset role;
