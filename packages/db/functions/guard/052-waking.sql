-- What is put off and whose time has come, for the job that wakes it: the companies that have any, and by itself each conversation that is somebody's
-- own, for which the job enters by itself. None that is about to go.
drop function if exists guard.list_waking(integer);
create function guard.list_waking(p_limit integer) returns table (workspace_id uuid, conversation_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select distinct q.workspace_id, q.own_id from (select v.workspace_id, case when v.personal_id is not null then v.id end own_id from app.conversation v
  where v.status = 'snoozed' and v.snoozed_until <= guard.clock() and v.personal_until is null order by v.snoozed_until limit p_limit) q $$;
