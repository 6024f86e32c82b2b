-- Who has a conversation open is kept nowhere; before a stream tells it, it asks which of the conversations its reader sees and how the colleagues
-- are called. Visitors are told of nobody.
create or replace function app.read_presence(p_pass bytea, p_person uuid, p_workspace uuid, p_conversations uuid[], p_people uuid[]) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if guard.person_id() is null then return '{"conversationIds": [], "names": {}}'; end if;
  return jsonb_build_object(
    'conversationIds', (select coalesce(jsonb_agg(v.id), '[]') from app.conversation v where v.workspace_id = p_workspace and v.id = any (p_conversations)),
    'names', (select coalesce(jsonb_object_agg(m.person_id, m.name), '{}') from app.member m
      where m.workspace_id = p_workspace and m.person_id = any (p_people) and m.blocked_at is null));
end $$;
