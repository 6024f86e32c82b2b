-- Internal notes: what stands in a thread beside the messages and is for the company's own people.

create or replace function app.note_json(n app.note) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('id', n.id, 'conversationId', n.conversation_id, 'afterSeq', n.after_seq, 'body', n.body,
  'author', jsonb_build_object('id', n.author_id, 'name', n.author_name), 'clientNoteId', n.client_note_id,
  'mentions', case when cardinality(n.mentioned) = 0 then '[]' else (select coalesce(jsonb_agg(jsonb_build_object('id', m.person_id, 'name', m.name)), '[]')
    from app.member m where m.workspace_id = n.workspace_id and m.person_id = any (n.mentioned)) end,
  'createdAt', app.iso(n.created_at), 'editedAt', app.iso(n.edited_at), 'deletedAt', app.iso(n.deleted_at));

-- Messages were numbered anew by their time: notes follow them.
create or replace function app.anchor_notes(p_workspace uuid, p_conversation uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  with placed as (
    select n.id, coalesce((select max(m.seq) from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_conversation
        and m.occurred_at <= n.created_at), 0) after_seq
      from app.note n where n.workspace_id = p_workspace and n.conversation_id = p_conversation),
  moved as (
    update app.note n set after_seq = p.after_seq from placed p where n.workspace_id = p_workspace and n.id = p.id and n.after_seq <> p.after_seq returning n.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'note', v.id, p_conversation from moved v;
end $$;

-- What stands in a thread beside its messages, from the message p_from_seq on: the newest notes, and what was done to the conversation, as the
-- audit has it. Null when the conversation is not there for whoever asks.
create or replace function app.list_asides(p_pass bytea, p_person uuid, p_workspace uuid, p_conversation uuid, p_from_seq bigint) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_from timestamptz;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if not exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation) then return null; end if;
  if guard.person_id() is null then return jsonb_build_object('notes', '[]'::jsonb, 'marks', '[]'::jsonb); end if;
  select m.created_at into v_from from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq = p_from_seq;
  return jsonb_build_object(
    'notes', (select coalesce(jsonb_agg(app.note_json(n) order by n.after_seq, n.id), '[]') from (
      select x.* from app.note x where x.workspace_id = p_workspace and x.conversation_id = p_conversation and x.after_seq >= p_from_seq - 1
       order by x.after_seq desc, x.id desc limit 300) n),
    'marks', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id::text, 'at', app.iso(a.at), 'action', a.action, 'detail', a.detail, 'before', a.before, 'after', a.after,
        'tags', (select coalesce(jsonb_object_agg(g.id, g.name), '{}') from app.tag g where g.workspace_id = p_workspace
          and g.id::text in (select jsonb_array_elements_text(case jsonb_typeof(q) when 'array' then q else '[]' end) from (values (a.before->'tagIds'), (a.after->'tagIds')) v (q))),
        'actor', jsonb_build_object('kind', a.actor_kind, 'id', a.actor_id, 'name', a.actor_name),
        'names', (select coalesce(jsonb_object_agg(m.person_id, m.name), '{}') from app.member m
          where m.workspace_id = p_workspace and m.person_id::text in (a.detail->>'from', a.detail->>'to'))) order by a.at, a.id), '[]') from (
      select x.* from app.audit_entry x where x.workspace_id = p_workspace and x.subject = p_conversation::text and x.action like 'conversations/conversation.%'
         and (v_from is null or x.at >= v_from) order by x.at desc, x.id desc limit 200) a));
end $$;
