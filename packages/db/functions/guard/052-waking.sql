-- Companies in which a conversation's time has come, for the job that wakes them.
create or replace function guard.list_waking(p_limit integer) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select distinct q.workspace_id from (select v.workspace_id from app.conversation v
  where v.status = 'snoozed' and v.snoozed_until <= guard.clock() and v.personal_id is null order by v.snoozed_until limit p_limit) q $$;
