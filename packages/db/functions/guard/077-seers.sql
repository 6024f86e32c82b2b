-- Who of a company's people sees a conversation, by its visibility: whom one may mention there, and who may be given it.
create or replace function guard.seers(p_conversation uuid) returns table (person_id uuid, name text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v app.conversation; w app.workspace;
begin
  select * into v from app.conversation x where x.workspace_id = v_workspace and x.id = p_conversation;
  -- who does not see it learns nothing about it
  if not found or v.id = any (guard.hidden_threads()) or v.personal_to is null and not guard.sees_assignee(v.assignee_id) then return; end if;
  select * into w from app.workspace x where x.id = v_workspace;
  return query
    select m.person_id, m.name from app.member m left join app.custom_role c on c.workspace_id = m.workspace_id and c.id = m.custom_role_id
     where m.workspace_id = v_workspace and m.blocked_at is null and (m.role <> 'custom' or 'conversations.read' = any (c.permissions))
       and case when v.personal_to is not null then m.person_id = v.personal_to else case guard.reach_of(m.role, c.permissions, w) when '' then true when 'own' then m.person_id is not distinct from v.assignee_id
         else v.assignee_id is null or m.person_id = v.assignee_id end end
     order by m.name, m.person_id;
end $$;
