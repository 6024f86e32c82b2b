-- Whose a conversation is. Runs with the rights of whoever asks, so that nobody gives away or takes what they do not see.

-- Answers the conversation as it is then, null when it is not there for them or the one who is to have it is no member who could.
-- People whom the workspace's visibility keeps from it now are told that it is gone.
create or replace function app.assign_conversation(p_workspace uuid, p_conversation uuid, p_assignee uuid) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_old uuid;
begin
  select v.assignee_id into v_old from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation for update;
  if not found or (p_assignee is not null and not exists (
      select 1 from app.member m where m.workspace_id = p_workspace and m.person_id = p_assignee and m.blocked_at is null)) then
    return null;
  end if;
  if v_old is not distinct from p_assignee then return p_conversation; end if;
  -- before it leaves their sight, whoever gives it away may still write of it
  insert into app.change (workspace_id, topic, entity_id, conversation_id, for_person)
    select p_workspace, 'conversation', p_conversation, p_conversation, m.person_id from app.member m
     where m.workspace_id = p_workspace and m.role in ('agent', 'custom') and m.person_id is distinct from p_assignee
       and (v_old is null or m.person_id = v_old);
  perform app.note_change(p_workspace, 'conversation', p_conversation, p_conversation);
  begin
    update app.conversation v set assignee_id = p_assignee, version = v.version + 1 where v.workspace_id = p_workspace and v.id = p_conversation;
  -- they were taken out while this waited for their row
  exception when foreign_key_violation then return null;
  end;
  return p_conversation;
end $$;
