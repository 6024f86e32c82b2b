-- What people are told of. Conversations and numbers tell of their turns as events, in the transaction in which they turned; jobs make the rows.

-- A conversation began to wait for an answer, or has had one. A transaction of no company tells nothing.
create or replace function app.tell_turn() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  -- of what is about to go nobody is told
  if new.personal_until is null and guard.workspace_id() is not distinct from new.workspace_id and guard.can_write() then
    perform jobs.emit('conversations/conversation.turned',
      jsonb_build_object('conversationId', new.id, 'seq', new.last_seq, 'waits', new.last_direction = 'in'), new.workspace_id);
  end if;
  return null;
end $$;

-- A number that somebody wants connected is not, and does not come back by itself.
create or replace function app.tell_down() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  if guard.workspace_id() is not distinct from new.workspace_id and guard.can_write() then
    perform jobs.emit('channels/channel.went_down', jsonb_build_object('channelId', new.id, 'state', new.state, 'since', app.iso(new.state_since)), new.workspace_id);
  end if;
  return null;
end $$;

create or replace function app.notification_json(n app.notification) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('id', n.id, 'kind', n.kind, 'conversationId', n.conversation_id, 'detail', n.detail, 'via', to_jsonb(n.via), 'at', app.iso(n.at), 'isRead', n.read_at is not null,
  'name', (select coalesce(nullif(c.name, ''), c.profile_name, app.number_of(c.workspace_id, c.id)) from app.conversation v join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
    where v.workspace_id = n.workspace_id and v.id = n.conversation_id));

-- Tells each of some people of a cause, once, in the ways that they want; p_ways is how it is told to whoever has not chosen. Nobody is told who is
-- shut out, nobody of a customer who is blocked, and of a chat that is somebody's own nobody else. Answers how many were told now.
create or replace function app.notify(p_workspace uuid, p_kind text, p_cause text, p_persons uuid[], p_conversation uuid, p_detail jsonb, p_ways text[]) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  if p_conversation is not null and not exists (select 1 from app.conversation v join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
      where v.workspace_id = p_workspace and v.id = p_conversation and c.kind <> 'blocked') then
    return 0;
  end if;
  with wanted as (
    select m.person_id, case when p.choices ? p_kind then array(select w from jsonb_array_elements_text(p.choices -> p_kind) w) else p_ways end as via
      from app.member m left join app.notification_preference p on p.workspace_id = m.workspace_id and p.person_id = m.person_id
     where m.workspace_id = p_workspace and m.person_id = any (p_persons) and m.blocked_at is null
       and not exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.id = p_conversation and v.personal_to <> m.person_id)),
  told as (
    insert into app.notification as x (workspace_id, person_id, kind, cause, conversation_id, detail, via)
      select p_workspace, w.person_id, p_kind, p_cause, p_conversation, coalesce(p_detail, '{}'), w.via from wanted w where cardinality(w.via) > 0
      on conflict (workspace_id, person_id, cause) do nothing returning x.id, x.person_id),
  noted as (
    insert into app.change (workspace_id, topic, entity_id, for_person) select p_workspace, 'notification', t.id, t.person_id from told t returning 1)
  select count(*)::integer into n from told;
  return n;
end $$;

-- Takes what is told of a conversation that has its answer for read: nobody is called to what is done.
create or replace function app.settle_notifications(p_workspace uuid, p_conversation uuid) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  with settled as (
    update app.notification x set read_at = clock_timestamp() where x.workspace_id = p_workspace and x.conversation_id = p_conversation
       and (x.kind = 'attention' or x.kind = 'overdue' and x.detail->>'clock' <> 'resolve') and x.read_at is null returning x.id, x.person_id),
  noted as (
    insert into app.change (workspace_id, topic, entity_id, for_person) select p_workspace, 'notification', s.id, s.person_id from settled s returning 1)
  select count(*)::integer into n from settled;
  return n;
end $$;
