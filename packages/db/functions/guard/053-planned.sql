-- Planned messages whose time has come, with their companies and conversations, for the job that sends them; none of a chat that is about to go.
drop function if exists guard.list_planned(integer);
create function guard.list_planned(p_limit integer) returns table (workspace_id uuid, id uuid, conversation_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select p.workspace_id, p.id, p.conversation_id from app.planned_message p where p.state = 'planned' and p.at <= guard.clock()
  and not exists (select 1 from app.conversation v where v.workspace_id = p.workspace_id and v.id = p.conversation_id and v.personal_until is not null) order by p.at, p.id limit p_limit $$;

-- Why somebody could not write in a conversation now: 'closed', their company is for reading only; 'paused', what goes out by itself rests; 'author', they are not there, may not write or
-- do not see it any more. Null when they could. Only for what the system does in somebody's name.
create or replace function guard.why_not_author(p_conversation uuid, p_person uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not guard.is_system() then return 'author'; end if;
  if exists (select 1 from app.workspace w where w.id = guard.workspace_id() and guard.closed_because(w) is not null) then return 'closed'; end if;
  if guard.refuses('planned') is not null then return 'paused'; end if;
  if not p_person = any (guard.people_with('conversations.write', false))
     or not exists (select 1 from guard.seers(p_conversation) s where s.person_id = p_person)
     or exists (select 1 from guard.account a where a.person_id = p_person and a.disabled_at is not null) then
    return 'author';
  end if;
  return null;
end $$;
