-- The key store of a number's session: sealed by the process that holds it, one transaction per update.

-- credentials; the keys themselves are read as they are needed
create or replace function wa.load_credential(p_workspace uuid, p_channel uuid, p_fence bigint) returns bytea
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return (select c.sealed from wa.credential c where c.workspace_id = p_workspace and c.channel_id = p_channel);
end $$;

create or replace function wa.load_keys(p_workspace uuid, p_channel uuid, p_fence bigint, p_kind text, p_ids text[])
returns table (key_id text, sealed bytea)
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return query select k.key_id, k.sealed from wa.signal_key k
    where k.workspace_id = p_workspace and k.channel_id = p_channel and k.kind = p_kind and k.key_id = any (p_ids);
end $$;

-- Keys written and deleted, and credentials; arrays run in parallel and a null sealed value deletes. Called behind the door and the
-- proof of the lease.
create or replace function wa.write_keys(
  p_workspace uuid, p_channel uuid, p_kinds text[], p_ids text[], p_sealed bytea[], p_credential bytea) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  if array_position(p_sealed, null) is not null then
    delete from wa.signal_key k using unnest(p_kinds, p_ids, p_sealed) n(kind, key_id, sealed)
      where k.workspace_id = p_workspace and k.channel_id = p_channel and k.kind = n.kind and k.key_id = n.key_id and n.sealed is null;
  end if;
  if cardinality(p_ids) > 0 then
    insert into wa.signal_key (workspace_id, channel_id, kind, key_id, sealed)
      select p_workspace, p_channel, n.kind, n.key_id, n.sealed from unnest(p_kinds, p_ids, p_sealed) n(kind, key_id, sealed) where n.sealed is not null
      on conflict (workspace_id, channel_id, kind, key_id) do update set sealed = excluded.sealed;
  end if;
  if p_credential is not null then
    insert into wa.credential (workspace_id, channel_id, sealed) values (p_workspace, p_channel, p_credential)
      on conflict (workspace_id, channel_id) do update set sealed = excluded.sealed, updated_at = clock_timestamp();
  end if;
end $$;

-- One update of the key store: keys written, keys deleted, credentials, and the inbound plaintext that the ratchet gave up,
-- all or nothing. Arrays run in parallel; a null sealed value deletes. Answers the ids of the staged rows.
create or replace function wa.commit_keys(
  p_workspace uuid, p_channel uuid, p_fence bigint, p_kinds text[], p_ids text[], p_sealed bytea[], p_credential bytea,
  p_chats text[], p_senders text[], p_provider_ids text[], p_parts smallint[], p_plain bytea[])
returns table (staged_id bigint, chat text, sender text, provider_id text, part smallint)
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  perform wa.write_keys(p_workspace, p_channel, p_kinds, p_ids, p_sealed, p_credential);
  if cardinality(p_chats) > 0 then
    return query
      insert into wa.staged_message as s (workspace_id, channel_id, chat, sender, provider_id, part, sealed)
        select p_workspace, p_channel, n.chat, n.sender, n.provider_id, n.part, n.sealed
          from unnest(p_chats, p_senders, p_provider_ids, p_parts, p_plain) n(chat, sender, provider_id, part, sealed)
        on conflict (workspace_id, channel_id, chat, sender, provider_id, part) do update set sealed = excluded.sealed
        returning s.id, s.chat, s.sender, s.provider_id, s.part;
  end if;
end $$;

-- The same for plaintext that needs no staging: texts of known people in known threads go into their conversations by the very
-- transaction that moved the ratchets. False, and nothing done, when a single one of them is anything else, or when somebody else
-- has one of the threads at this moment: then they are staged. The caller has nothing older in staging.
create or replace function wa.commit_received(
  p_workspace uuid, p_channel uuid, p_fence bigint, p_kinds text[], p_ids text[], p_sealed bytea[], p_credential bytea, p_items jsonb) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  -- what is not to be stored is dropped when it is handed over
  if guard.unstored(p_channel, p_items) <> '{}' then return false; end if;
  perform 1 from app.receive_plain(p_workspace, p_channel, p_items, false);
  if not found then return false; end if;
  perform wa.write_keys(p_workspace, p_channel, p_kinds, p_ids, p_sealed, p_credential);
  if p_items @> '[{"direction": "in"}]' then perform app.note_inbound(p_workspace, p_channel); end if;
  return true;
end $$;

create or replace function wa.forget_session(p_workspace uuid, p_channel uuid, p_fence bigint) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  delete from wa.signal_key k where k.workspace_id = p_workspace and k.channel_id = p_channel;
  delete from wa.credential c where c.workspace_id = p_workspace and c.channel_id = p_channel;
  delete from wa.staged_message s where s.workspace_id = p_workspace and s.channel_id = p_channel;
end $$;

create or replace function wa.load_staged(p_workspace uuid, p_channel uuid, p_fence bigint, p_after bigint, p_limit integer)
returns table (staged_id bigint, chat text, sender text, provider_id text, part smallint, sealed bytea, attempts smallint)
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return query select s.id, s.chat, s.sender, s.provider_id, s.part, s.sealed, s.attempts from wa.staged_message s
    where s.workspace_id = p_workspace and s.channel_id = p_channel and s.id > p_after order by s.id limit p_limit;
end $$;

-- an earlier form, which took one part of a stanza for the other
drop function if exists wa.has_received(uuid, uuid, bigint, text);

-- Whether a message is already here: staged, or in its conversation as more than a placeholder. A stanza to a group may have two parts, a key
-- and a text: of one that is staged the other may still be missing. p_part is null for whoever asks in the earlier form.
create or replace function wa.has_received(p_workspace uuid, p_channel uuid, p_fence bigint, p_provider_id text, p_part integer default null) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.check_lease(p_channel, p_fence);
  return exists (select 1 from wa.staged_message s where s.workspace_id = p_workspace and s.channel_id = p_channel and s.provider_id = p_provider_id
        and (p_part is null or s.part = p_part))
      or exists (select 1 from app.message m where m.workspace_id = p_workspace and m.channel_id = p_channel and m.provider_id = p_provider_id and m.kind <> 'undecryptable');
end $$;

create or replace function wa.drop_staged(p_workspace uuid, p_channel uuid, p_fence bigint, p_ids bigint[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  delete from wa.staged_message s where s.workspace_id = p_workspace and s.channel_id = p_channel and s.id = any (p_ids);
end $$;
