-- Whose a conversation is. Runs with the rights of whoever asks, so that nobody gives away or takes what they do not see.

-- Answers the conversation as it is then, null when it is not there for them or the one who is to have it is no member who could.
-- People whom the workspace's visibility keeps from it now are told that it is gone.
create or replace function app.assign_conversation(p_workspace uuid, p_conversation uuid, p_assignee uuid) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_old uuid;
begin
  -- what is somebody's own is nobody's to have
  select v.assignee_id into v_old from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation and v.personal_id is null for update;
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

-- ───────────── the state of a conversation ─────────────

-- What can be changed of a conversation, as the audit and whoever takes it back know it.
create or replace function app.conversation_state(v app.conversation) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('status', v.status, 'snoozedUntil', app.iso(v.snoozed_until), 'priority', v.priority, 'topic', v.topic, 'assigneeId', v.assignee_id,
  'unreadCount', v.unread_count, 'readSeq', v.read_seq,
  'tagIds', (select coalesce(jsonb_agg(t.tag_id order by t.tag_id), '[]') from app.conversation_tag t where t.workspace_id = v.workspace_id and t.conversation_id = v.id));

-- Changes a conversation as p_set says (status, snoozedUntil, priority, topic, assigneeId, tagIds or addTagIds and removeTagIds, read, or unreadCount
-- with readSeq), when it still is as p_expect says where that is given. Runs with the rights of whoever asks. Answers what it was and what it is;
-- null when it is not there for them or is not as expected. `assigneeGone` where the one who is to have it is no member who could.
create or replace function app.change_conversation(p_workspace uuid, p_conversation uuid, p_set jsonb, p_expect jsonb) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v app.conversation; n app.conversation; v_was jsonb; v_is jsonb; v_tags uuid[]; v_wanted uuid[];
begin
  select * into v from app.conversation x where x.workspace_id = p_workspace and x.id = p_conversation for update;
  if not found then return null; end if;
  -- what is about to go wakes no more
  if v.personal_until is not null and p_set ->> 'status' = 'snoozed' then return null; end if;
  v_was := app.conversation_state(v);
  if exists (select 1 from jsonb_each(p_expect) e where v_was->e.key is distinct from e.value) then return null; end if;
  n := v;
  n.status := coalesce(p_set->>'status', v.status);
  n.snoozed_until := case when n.status <> 'snoozed' then null when p_set ? 'snoozedUntil' then (p_set->>'snoozedUntil')::timestamptz else v.snoozed_until end;
  n.priority := coalesce(p_set->>'priority', v.priority);
  if p_set ? 'topic' then n.topic := p_set->>'topic'; end if;
  -- what is over has nothing unread
  if coalesce((p_set->>'read')::boolean, false) or (n.status in ('closed', 'archived') and n.status <> v.status and not p_set ? 'unreadCount') then
    n.unread_count := 0; n.read_seq := v.last_seq;
  elsif p_set ? 'unreadCount' then
    n.read_seq := least((p_set->>'readSeq')::bigint, v.last_seq);
    n.unread_count := least((p_set->>'unreadCount')::bigint, v.last_seq - n.read_seq);
  end if;
  v_tags := array(select (e)::uuid from jsonb_array_elements_text(v_was->'tagIds') e);
  v_wanted := case when p_set ? 'tagIds' then array(select (e)::uuid from jsonb_array_elements_text(p_set->'tagIds') e) else v_tags end;
  if p_set ? 'addTagIds' then v_wanted := v_wanted || array(select (e)::uuid from jsonb_array_elements_text(p_set->'addTagIds') e); end if;
  if p_set ? 'removeTagIds' then
    v_wanted := array(select w from unnest(v_wanted) w where w::text not in (select e from jsonb_array_elements_text(p_set->'removeTagIds') e));
  end if;
  if n is distinct from v or v_wanted is distinct from v_tags then
    delete from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = p_conversation and not t.tag_id = any (v_wanted);
    insert into app.conversation_tag (workspace_id, conversation_id, tag_id)
      select p_workspace, p_conversation, g.id from app.tag g where g.workspace_id = p_workspace and g.id = any (v_wanted) and not g.id = any (v_tags);
    update app.conversation x set status = n.status, snoozed_until = n.snoozed_until, priority = n.priority, topic = n.topic, unread_count = n.unread_count,
        read_seq = n.read_seq, version = x.version + 1
      where x.workspace_id = p_workspace and x.id = p_conversation returning * into n;
    perform app.note_change(p_workspace, 'conversation', p_conversation, p_conversation);
  end if;
  v_is := app.conversation_state(n);
  -- last of all, since it may leave the sight of whoever gives it away
  if p_set ? 'assigneeId' and (p_set->>'assigneeId')::uuid is distinct from v.assignee_id then
    if app.assign_conversation(p_workspace, p_conversation, (p_set->>'assigneeId')::uuid) is null then return jsonb_build_object('assigneeGone', true); end if;
    v_is := v_is || jsonb_build_object('assigneeId', p_set->'assigneeId');
  end if;
  return jsonb_build_object('was', v_was, 'is', v_is);
end $$;
