-- What other modules keep of a workspace goes with it too, when its grace is over.
set local role recado_owner;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.onboarding_step', 'app.team', 'app.team_member'] loop
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
reset role;
