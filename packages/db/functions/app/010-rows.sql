-- The shapes that lists, threads and the live stream share. Instants are ISO texts, so nobody needs a second serialiser; they are
-- whole, to the microsecond, because the next page begins where a row says that it is.
-- They read no table and set nothing, so that the planner puts them into the query itself: a call a row, with the row security
-- of its own look-ups, cost five times the rest of a page.

-- earlier forms, which looked up by themselves
drop function if exists app.message_json(app.message);
drop function if exists app.conversation_json(app.conversation, app.contact, app.channel);
drop function if exists app.conversation_json(app.conversation, app.contact, app.channel, text);

create or replace function app.iso(p timestamptz) returns text
language sql stable
return to_char(p at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

create or replace function app.status_name(p smallint) returns text
language sql immutable
return case p when 0 then 'queued' when 1 then 'sending' when 2 then 'failed' when 3 then 'sent' when 4 then 'delivered'
  when 5 then 'read' when 6 then 'played' else 'received' end;

-- what a message answers to, shortly; asked only of those that quote
create or replace function app.quote_json(p_workspace uuid, p_channel uuid, p_provider text) returns jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object('id', q.id, 'seq', q.seq, 'direction', q.direction, 'kind', q.kind, 'body', left(q.body, 200),
      'author', jsonb_build_object('kind', q.author_kind, 'id', q.author_id, 'name', q.author_name))
    from app.message q where q.workspace_id = p_workspace and q.channel_id = p_channel and q.provider_id = p_provider);
end $$;

create or replace function app.message_json(m app.message, d app.media) returns jsonb
language sql stable
return jsonb_build_object(
  'id', m.id, 'conversationId', m.conversation_id, 'channelId', m.channel_id, 'seq', m.seq, 'direction', m.direction, 'kind', m.kind,
  'body', m.body, 'status', app.status_name(m.status), 'error', m.error_code, 'clientMessageId', m.client_message_id,
  'author', jsonb_build_object('kind', m.author_kind, 'id', m.author_id, 'name', m.author_name),
  'recovered', m.recovered, 'quotedProviderId', m.quoted_provider_id,
  'quoted', case when m.quoted_provider_id is null then null else app.quote_json(m.workspace_id, m.channel_id, m.quoted_provider_id) end, 'providerId', m.provider_id, 'detail', m.detail,
  'occurredAt', app.iso(m.occurred_at), 'createdAt', app.iso(m.created_at),
  'media', case when d.id is null then null else jsonb_build_object('id', d.id, 'kind', d.kind, 'mime', d.mime, 'name', d.name,
    'bytes', d.bytes, 'width', d.width, 'height', d.height, 'seconds', d.seconds, 'state', d.state, 'error', d.error) end);

create or replace function app.contact_json(c app.contact) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('id', c.id, 'name', c.name, 'profileName', c.profile_name, 'kind', c.kind, 'kindBefore', c.kind_before, 'email', c.email, 'city', c.city,
  'notes', c.notes, 'createdAt', app.iso(c.created_at),
  'number', (select i.value from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1),
  'company', c.company, 'country', c.country, 'birthday', c.birthday, 'language', c.language, 'preferredHour', c.preferred_hour,
  'preferredChannel', c.preferred_channel, 'source', c.source, 'ownerId', c.owner_id, 'fields', c.fields, 'score', c.score, 'scoreReasons', c.score_reasons,
  'lastInAt', app.iso(c.last_in_at), 'lastOutAt', app.iso(c.last_out_at), 'marketing', c.marketing, 'marketingAt', app.iso(c.marketing_at),
  'deletedAt', app.iso(c.deleted_at),
  'tags', (select coalesce(jsonb_agg(g.tag_id), '[]') from app.contact_tag g where g.workspace_id = c.workspace_id and g.contact_id = c.id),
  'identities', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'raw', i.raw, 'source', i.source) order by i.kind desc, i.id), '[]')
    from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id));

create or replace function app.conversation_json(v app.conversation, c app.contact, h app.channel, p_number text, p_tags uuid[] default null) returns jsonb
language sql stable
return jsonb_build_object(
  'id', v.id, 'status', v.status, 'unreadCount', v.unread_count, 'lastSeq', v.last_seq, 'readSeq', v.read_seq,
  'lastMessageAt', app.iso(v.last_message_at), 'lastMessageId', v.last_message_id, 'lastPreview', v.last_preview, 'lastKind', v.last_kind,
  'lastDirection', v.last_direction, 'lastStatus', case when v.last_status is null then null else app.status_name(v.last_status) end,
  'lastAuthorKind', v.last_author_kind, 'lastAuthorId', v.last_author_id, 'assigneeId', v.assignee_id, 'version', v.version,
  'personal', case when v.personal_id is not null then jsonb_build_object('id', v.personal_id, 'until', app.iso(v.personal_until)) end,
  'snoozedUntil', app.iso(v.snoozed_until), 'priority', v.priority, 'topic', v.topic, 'tagIds', coalesce(to_jsonb(p_tags), '[]'::jsonb),
  'clock', case when v.answer_due_at is null and v.resolve_due_at is null then null
    when v.resolve_due_at is null or v.answer_due_at <= v.resolve_due_at
      then jsonb_build_object('kind', v.answer_clock, 'dueAt', app.iso(v.answer_due_at), 'isTold', v.answer_told_at is not null)
    else jsonb_build_object('kind', 'resolve', 'dueAt', app.iso(v.resolve_due_at), 'isTold', v.resolve_told_at is not null) end,
  'contact', jsonb_build_object('id', c.id, 'name', c.name, 'profileName', c.profile_name, 'kind', c.kind, 'number', p_number),
  'channel', jsonb_build_object('id', h.id, 'name', h.name, 'driver', h.driver, 'number', h.number));

create or replace function app.channel_json(h app.channel) returns jsonb
language sql stable
return jsonb_build_object('id', h.id, 'name', h.name, 'driver', h.driver, 'number', h.number, 'state', h.state, 'reason', h.state_reason, 'isFrozen', h.frozen_at is not null,
  'since', app.iso(h.state_since), 'detail', h.state_detail, 'wanted', h.wanted, 'lastSeenAt', app.iso(h.last_seen_at),
  'lastInboundAt', app.iso(h.last_inbound_at), 'lastOutboundAt', app.iso(h.last_outbound_at));

create or replace function app.note_change(p_workspace uuid, p_topic text, p_entity uuid, p_conversation uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$ insert into app.change (workspace_id, topic, entity_id, conversation_id) values (p_workspace, p_topic, p_entity, p_conversation) $$;

-- the number by which a contact is shown: what WhatsApp says before what was typed
create or replace function app.number_of(p_workspace uuid, p_contact uuid) returns text
language sql stable set search_path = pg_catalog, pg_temp
return (select i.value from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = p_contact and i.kind in ('wa_pn', 'phone')
  order by i.kind desc limit 1);

create or replace function app.message_row(m app.message) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return app.message_json(m, (select d from app.media d where d.workspace_id = m.workspace_id and d.id = m.media_id));

-- ───────────── what a workspace's visibility lets somebody see ─────────────
-- Asked by policies, and only of people who do not see everything. They read under the caller's own row security: the policy of
-- conversations is the only one that knows the rule, and everything else follows from it.
create or replace function app.sees_conversation(p_workspace uuid, p_conversation uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$ begin return exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.id = p_conversation); end $$;

-- the policy of contacts themselves is the one that asks below
create or replace function app.sees_contact(p_workspace uuid, p_contact uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$ begin return exists (select 1 from app.contact x where x.workspace_id = p_workspace and x.id = p_contact); end $$;

-- A contact is seen by whoever sees a conversation of theirs or looks after them; one without any conversation and without anybody is nobody's,
-- as a conversation without an assignee is.
create or replace function app.sees_contact_row(p_workspace uuid, p_contact uuid, p_owner uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$ begin
  return p_owner = (select guard.person_id())
    or exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact)
    or (p_owner is null and guard.sees_assignee(null) and not guard.has_thread(p_contact));
end $$;

create or replace function app.sees_media(p_workspace uuid, p_media uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$ begin return exists (select 1 from app.message m where m.workspace_id = p_workspace and m.media_id = p_media); end $$;
