-- Messages that were written for later.

create or replace function app.planned_json(p app.planned_message) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('id', p.id, 'conversationId', p.conversation_id, 'body', p.body, 'author', jsonb_build_object('id', p.author_id, 'name', p.author_name),
  'at', app.iso(p.at), 'sendsAnyway', p.sends_anyway, 'since', app.iso(p.since), 'state', p.state, 'reason', p.reason, 'version', p.version);

-- Whether the customer has written since a planned message was last thought over. What a phone remembers from before is not news.
create or replace function app.wrote_since(p_workspace uuid, p_conversation uuid, p_since timestamptz) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return exists (select 1 from (select m.direction, m.kind, m.created_at, m.occurred_at from app.message m
    where m.workspace_id = p_workspace and m.conversation_id = p_conversation order by m.seq desc limit 300) q
  where q.direction = 'in' and q.kind not in ('reaction', 'edited', 'deleted') and q.created_at > p_since and q.occurred_at > p_since - interval '2 minutes');

-- Makes a message of a planned one, or says why not. Without a person its time has come, and everything is asked that is asked of whoever writes now;
-- with one it goes at once in their name. 'lacks': the plan has no room for it. 'personal': its chat is about to go. The thread's row is taken first, as whoever joins threads takes it: of several who end one at once,
-- one does. Null: not there. 'over': the state it has. 'early': it was moved. 'blocked'. 'stopped': why. 'sent': what was queued.
create or replace function app.send_planned(p_workspace uuid, p_planned uuid, p_provider_id text, p_person uuid, p_person_name text) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare p app.planned_message; v_conversation uuid; v_reason text; v_state text := 'sent'; v_sent jsonb;
begin
  select v.id into v_conversation from app.planned_message x join app.conversation v on v.workspace_id = x.workspace_id and v.id = x.conversation_id
    where x.workspace_id = p_workspace and x.id = p_planned for update of v;
  if not found then return null; end if;
  select * into p from app.planned_message x where x.workspace_id = p_workspace and x.id = p_planned for update;
  if p.state in ('sent', 'cancelled') or p_person is null and p.state <> 'planned' then return jsonb_build_object('over', p.state); end if;
  if p_person is null then
    if p.at > clock_timestamp() then return '{"early": true}'; end if;
    v_reason := guard.why_not_author(v_conversation, p.author_id);
    if v_reason is not null then v_state := 'refused';
    elsif not p.sends_anyway and app.wrote_since(p_workspace, v_conversation, p.since) then
      v_state := 'held'; v_reason := 'wrote';
    end if;
  end if;
  if v_state = 'sent' then
    v_sent := app.queue_message(p_workspace, v_conversation, p.id, p_provider_id, 'text', p.body, null, 'person',
      coalesce(p_person, p.author_id), coalesce(p_person_name, p.author_name));
    if v_sent ? 'blocked' then
      if p_person is not null then return '{"blocked": true}'; end if;
      v_state := 'refused'; v_reason := 'blocked';
    elsif v_sent ? 'lacks' then
      if p_person is not null then return v_sent; end if;
      v_state := 'refused'; v_reason := 'limit';
    elsif v_sent ? 'personal' then
      if p_person is not null then return v_sent; end if;
      v_state := 'refused'; v_reason := 'author';
    end if;
  end if;
  update app.planned_message x set state = v_state, reason = v_reason, version = x.version + 1 where x.workspace_id = p_workspace and x.id = p.id;
  perform app.note_change(p_workspace, 'planned', p.id, v_conversation);
  return case when v_state = 'sent' then jsonb_build_object('sent', v_sent, 'conversationId', v_conversation)
    else jsonb_build_object('stopped', v_state, 'reason', v_reason, 'authorId', p.author_id, 'conversationId', v_conversation, 'version', p.version + 1) end;
end $$;
