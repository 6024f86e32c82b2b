-- Notices that a company's own number sends by itself to whoever watches over its conversations. Called by the verbs of core/access.

-- Puts one into the thread with that telephone and the number's send queue. The thread is made closed: a notice leaves nobody anything to do. Null where
-- none may go: no number is open, the contact is blocked, the chat is somebody's own, or the plan has no message left.
create or replace function app.queue_notice(p_workspace uuid, p_phone text, p_name text, p_provider_id text, p_body text) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_channel uuid := guard.number_for(p_workspace, p_phone); v_contact uuid; v app.conversation; m app.message;
begin
  -- looked at first: nothing is written of whoever is not written to
  if v_channel is null or not guard.may_notify(p_workspace, p_phone) then return null; end if;
  v_contact := app.resolve_contact(p_workspace, jsonb_build_array(jsonb_build_object('kind', 'wa_pn', 'value', p_phone)), null, 'prospect');
  update app.contact c set name = p_name where c.workspace_id = p_workspace and c.id = v_contact and coalesce(c.name, '') = '' and c.profile_name is null;
  insert into app.conversation (workspace_id, channel_id, contact_id, address, status) values (p_workspace, v_channel, v_contact, p_phone || '@s.whatsapp.net', 'closed')
    on conflict (workspace_id, channel_id, contact_id) do nothing;
  select * into v from app.conversation x where x.workspace_id = p_workspace and x.channel_id = v_channel and x.contact_id = v_contact for update;
  if not found then raise exception 'the thread was joined to another' using errcode = '40001'; end if;
  if guard.take_room('messages', 1) is not null then return null; end if;
  insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
    values (p_workspace, v.id, v.channel_id, v.last_seq + 1, 'out', 'text', p_body, p_provider_id, 'automation', 0, clock_timestamp()) returning * into m;
  -- what they wrote themselves still waits and stays unread: a notice answers nobody
  update app.conversation x set last_seq = m.seq, version = x.version + 1 where x.workspace_id = p_workspace and x.id = v.id;
  update app.conversation x set read_seq = m.seq, last_message_at = greatest(x.last_message_at, m.occurred_at), last_message_id = m.id,
      last_preview = app.preview('text', p_body), last_kind = 'text', last_direction = 'out', last_status = 0, last_author_kind = 'automation', last_author_id = null
    where x.workspace_id = p_workspace and x.id = v.id and x.unread_count = 0 and (x.last_direction is distinct from 'in' or x.status not in ('open', 'in_progress', 'waiting'));
  perform app.note_change(p_workspace, 'message', m.id, v.id), app.note_change(p_workspace, 'conversation', v.id, v.id);
  return jsonb_build_object('channelId', v.channel_id, 'messageId', m.id, 'conversationId', v.id);
end $$;
