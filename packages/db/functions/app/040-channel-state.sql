-- What the process that holds a number's socket reads and reports about it.

-- everything the holder needs to begin
create or replace function app.load_channel(p_workspace uuid, p_channel uuid, p_fence bigint) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return (select jsonb_build_object('wanted', h.wanted, 'wantedSeq', h.wanted_seq, 'pairingNumber', h.pairing_number, 'number', h.number,
      'state', h.state, 'reason', h.state_reason, 'detail', h.state_detail)
    from app.channel h where h.workspace_id = p_workspace and h.id = p_channel);
end $$;

-- Sets the state when it differs, and tells readers; the same again only proves life (every half minute). With p_gives_up_seq the
-- wish is closed too, unless somebody has wished anew since. A number that begins to bring what its phone remembers has just been paired, by whoever
-- asked for it last: from then on it is their telephone. Answers whether something changed.
create or replace function app.report_channel_state(
  p_workspace uuid, p_channel uuid, p_fence bigint, p_state text, p_reason text, p_detail jsonb, p_number text, p_gives_up_seq bigint) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  update app.channel h set
      state = p_state, state_reason = p_reason, state_detail = p_detail, number = coalesce(p_number, h.number),
      state_since = case when h.state = p_state then h.state_since else clock_timestamp() end,
      last_seen_at = case when p_state = 'open' then clock_timestamp() else h.last_seen_at end,
      connected_by = case when p_state = 'syncing' then coalesce(h.pairing_by, h.connected_by) else h.connected_by end,
      pairing_by = case when p_state = 'syncing' then null else h.pairing_by end,
      wanted = case when h.wanted = 'open' and h.wanted_seq = p_gives_up_seq then 'closed' else h.wanted end
    where h.workspace_id = p_workspace and h.id = p_channel
      and (h.state, h.state_reason, h.state_detail, h.number) is distinct from (p_state, p_reason, p_detail, coalesce(p_number, h.number));
  if found then
    perform app.note_change(p_workspace, 'channel', p_channel, null);
    return true;
  end if;
  update app.channel h set
      last_seen_at = case when p_state = 'open' then clock_timestamp() else h.last_seen_at end,
      wanted = case when h.wanted = 'open' and h.wanted_seq = p_gives_up_seq then 'closed' else h.wanted end
    where h.workspace_id = p_workspace and h.id = p_channel
      and (p_gives_up_seq is not null or h.last_seen_at is null or h.last_seen_at < clock_timestamp() - interval '30 seconds');
  return false;
end $$;

-- Everything that made this a linked device is gone, and the number is free for another workspace. The row tells p_state.
create or replace function app.forget_channel(
  p_workspace uuid, p_channel uuid, p_fence bigint, p_state text, p_reason text, p_gives_up_seq bigint) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform wa.forget_session(p_workspace, p_channel, p_fence);
  perform guard.release_number(p_channel, p_fence);
  update app.channel h set state = p_state, state_reason = p_reason, state_detail = '{}', state_since = clock_timestamp(),
      pairing_number = null, wanted = case when h.wanted_seq = p_gives_up_seq then 'closed' else h.wanted end
    where h.workspace_id = p_workspace and h.id = p_channel;
  perform app.note_change(p_workspace, 'channel', p_channel, null);
end $$;

-- Files whose bytes are still on WhatsApp's servers, oldest first, with the message they belong to.
create or replace function app.list_pending_media(p_workspace uuid, p_channel uuid, p_fence bigint, p_limit integer)
returns table (id uuid, kind text, mime text, name text, sealed_source bytea, attempts smallint, message_id uuid, provider_id text)
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return query
    select d.id, d.kind, d.mime, d.name, d.sealed_source, d.attempts, m.id, m.provider_id
      from app.media d join app.message m on m.workspace_id = d.workspace_id and m.media_id = d.id
     where d.workspace_id = p_workspace and d.state = 'pending' and d.sealed_source is not null and m.channel_id = p_channel
     order by d.id limit p_limit;
end $$;

-- The end of a download: ready with its digest, failed with its cause, or still pending after one more attempt. The key goes when
-- it is not needed any more.
create or replace function app.finish_media(
  p_workspace uuid, p_channel uuid, p_fence bigint, p_media uuid, p_state text, p_sha256 bytea, p_bytes bigint, p_mime text, p_error text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  update app.media d set state = p_state, sha256 = coalesce(p_sha256, d.sha256), bytes = coalesce(p_bytes, d.bytes), mime = coalesce(p_mime, d.mime),
      error = p_error, attempts = d.attempts + 1, sealed_source = case when p_state = 'pending' then d.sealed_source end
    where d.workspace_id = p_workspace and d.id = p_media and d.state = 'pending';
  if found and p_state <> 'pending' then
    perform app.note_change(p_workspace, 'message', m.id, m.conversation_id)
      from app.message m where m.workspace_id = p_workspace and m.media_id = p_media;
  end if;
end $$;

-- What was sent under an id, for a recipient who asks for it again.
create or replace function app.find_sent_message(p_workspace uuid, p_channel uuid, p_fence bigint, p_provider_id text) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return (select jsonb_build_object('kind', m.kind, 'body', m.body, 'hasMedia', m.media_id is not null) from app.message m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.provider_id = p_provider_id and m.direction = 'out');
end $$;

create or replace function app.read_media(p_workspace uuid, p_channel uuid, p_fence bigint, p_media uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return (select jsonb_build_object('kind', d.kind, 'mime', d.mime, 'name', d.name, 'bytes', d.bytes, 'sha256', encode(d.sha256, 'hex'),
      'width', d.width, 'height', d.height, 'seconds', d.seconds)
    from app.media d where d.workspace_id = p_workspace and d.id = p_media and d.state = 'ready');
end $$;
