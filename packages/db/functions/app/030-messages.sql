-- The message pipeline: receive, queue, claim, advance. Called by the verbs of core/conversations, never by a transport.
-- Generic plans are forced where messages pass by the thousand: planning for eight partitions costs more than the work. Such a plan
-- outlives the day on which the tables were small and is made for a limit nobody knows, so those functions that look up what a few
-- ids name are held to their indexes: otherwise each batch reads a whole partition.

create or replace function app.preview(p_kind text, p_body text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
return left(regexp_replace(coalesce(p_body, ''), '\s+', ' ', 'g'), 120);

-- The contact behind a set of addresses; made when new, joined when two of them turn out to be one person.
create or replace function app.resolve_contact(p_workspace uuid, p_identities jsonb, p_profile_name text, p_kind text) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_ids uuid[]; v_keep uuid; v_drop uuid; i jsonb; v record; v_held bigint;
begin
  select array_agg(distinct x.contact_id) into v_ids from jsonb_array_elements(p_identities) j
    join app.contact_identity x on x.workspace_id = p_workspace and x.kind = j->>'kind' and x.value = j->>'value';
  if cardinality(v_ids) = 1 and (select count(*) from app.contact_identity x join jsonb_array_elements(p_identities) j
      on x.kind = j->>'kind' and x.value = j->>'value' where x.workspace_id = p_workspace) = jsonb_array_length(p_identities) then
    -- held, because another number may be joining this contact to an older one right now
    perform 1 from app.contact c where c.workspace_id = p_workspace and c.id = v_ids[1] for key share;
    if found then return v_ids[1]; end if;
  end if;
  -- two numbers of one company may meet the same new person at once
  perform pg_advisory_xact_lock(hashtextextended(p_workspace::text || '|contact', 0));
  loop
    select array_agg(c.id order by c.created_at, c.id) into v_ids from app.contact c where c.workspace_id = p_workspace and c.id in (
      select x.contact_id from jsonb_array_elements(p_identities) j
        join app.contact_identity x on x.workspace_id = p_workspace and x.kind = j->>'kind' and x.value = j->>'value');
    -- a number that was typed or imported in its country's other form is the same line; where that fits several people, nobody guesses
    if v_ids is null and p_kind <> 'group' then
      select array_agg(distinct x.contact_id) into v_ids from jsonb_array_elements(p_identities) j, unnest(app.phone_variants(j->>'value')) form
        join app.contact_identity x on x.workspace_id = p_workspace and x.kind in ('wa_pn', 'phone') and x.value = form where j->>'kind' = 'wa_pn';
      if cardinality(v_ids) > 1 then v_ids := null; end if;
    end if;
    exit when v_ids is null;
    -- held, and looked up again where a person made one of them part of another meanwhile
    if cardinality(v_ids) = 1 then
      perform 1 from app.contact c where c.workspace_id = p_workspace and c.id = v_ids[1] for key share;
    else
      perform 1 from app.contact c where c.workspace_id = p_workspace and c.id = any (v_ids) order by c.id for update;
    end if;
    get diagnostics v_held = row_count;
    exit when v_held = cardinality(v_ids);
  end loop;
  if v_ids is null then
    insert into app.contact (workspace_id, profile_name, kind) values (p_workspace, nullif(p_profile_name, ''), p_kind) returning id into v_keep;
  else
    v_keep := v_ids[1]; -- the older survives
    foreach v_drop in array v_ids[2:] loop
      for v in select d.id as drop_id, d.channel_id, k.id as keep_id from app.conversation d
          left join app.conversation k on k.workspace_id = p_workspace and k.channel_id = d.channel_id and k.contact_id = v_keep
          where d.workspace_id = p_workspace and d.contact_id = v_drop loop
        if v.keep_id is null then
          update app.conversation set contact_id = v_keep, version = version + 1 where workspace_id = p_workspace and id = v.drop_id;
          perform app.note_change(p_workspace, 'conversation', v.drop_id, v.drop_id);
        else
          perform app.join_conversations(p_workspace, v.keep_id, v.drop_id);
        end if;
      end loop;
      perform app.absorb_contact(p_workspace, v_keep, v_drop);
      insert into app.audit_entry (workspace_id, actor_kind, action, subject, detail)
        values (p_workspace, 'system', 'contacts/contact.joined', v_keep::text, jsonb_build_object('dropped', v_drop));
      perform jobs.emit('contacts/contact.joined', jsonb_build_object('contactId', v_keep, 'dropped', v_drop), p_workspace);
      delete from app.contact where workspace_id = p_workspace and id = v_drop;
    end loop;
  end if;
  insert into app.contact_identity (workspace_id, contact_id, kind, value)
    select p_workspace, v_keep, j->>'kind', j->>'value' from jsonb_array_elements(p_identities) j
    on conflict (workspace_id, kind, value) do nothing;
  return v_keep;
end $$;

-- Two threads that turn out to be one: the messages of both in order of time, numbered anew. Whoever shows a moved one is told.
create or replace function app.join_conversations(p_workspace uuid, p_keep uuid, p_drop uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform 1 from app.conversation where workspace_id = p_workspace and id in (p_keep, p_drop) order by id for update;
  with numbered as (
    select m.id, m.conversation_id, m.seq, row_number() over (order by m.occurred_at, m.created_at, m.id) n from app.message m
     where m.workspace_id = p_workspace and m.conversation_id in (p_keep, p_drop)),
  moved as (
    update app.message m set conversation_id = p_keep, seq = n.n from numbered n
     where m.workspace_id = p_workspace and m.id = n.id and (n.conversation_id = p_drop or n.seq <> n.n) returning m.id, m.seq)
  insert into app.change (workspace_id, topic, entity_id, conversation_id)
    select p_workspace, 'message', d.id, p_keep from moved d order by d.seq;
  update app.conversation k set
      unread_count = k.unread_count + d.unread_count,
      last_seq = (select coalesce(max(m.seq), 0) from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_keep),
      last_message_at = greatest(k.last_message_at, d.last_message_at),
      last_message_id = case when d.last_message_at > k.last_message_at then d.last_message_id else k.last_message_id end,
      last_preview = case when d.last_message_at > k.last_message_at then d.last_preview else k.last_preview end,
      last_kind = case when d.last_message_at > k.last_message_at then d.last_kind else k.last_kind end,
      last_direction = case when d.last_message_at > k.last_message_at then d.last_direction else k.last_direction end,
      last_status = case when d.last_message_at > k.last_message_at then d.last_status else k.last_status end,
      last_author_kind = case when d.last_message_at > k.last_message_at then d.last_author_kind else k.last_author_kind end,
      last_author_id = case when d.last_message_at > k.last_message_at then d.last_author_id else k.last_author_id end,
      -- what lies open in either is open in both
      status = case when k.status in ('snoozed', 'closed', 'archived') and d.status in ('open', 'in_progress', 'waiting') then d.status else k.status end,
      snoozed_until = case when d.status in ('open', 'in_progress', 'waiting') then null else k.snoozed_until end,
      -- and what is owed in either is owed
      answer_clock = case when k.answer_since is null then d.answer_clock else k.answer_clock end, answer_since = coalesce(k.answer_since, d.answer_since),
      answer_due_at = case when k.answer_since is null then d.answer_due_at else k.answer_due_at end,
      answer_told_at = case when k.answer_since is null then d.answer_told_at else k.answer_told_at end,
      -- what is somebody's own stays so, and takes the other with it
      personal_id = coalesce(k.personal_id, d.personal_id), personal_to = coalesce(k.personal_to, d.personal_to), personal_until = coalesce(k.personal_until, d.personal_until),
      assignee_id = case when k.personal_id is null and d.personal_id is null then k.assignee_id end, version = k.version + 1
    from app.conversation d where k.workspace_id = p_workspace and k.id = p_keep and d.workspace_id = p_workspace and d.id = p_drop;
  insert into app.conversation_tag (workspace_id, conversation_id, tag_id)
    select p_workspace, p_keep, t.tag_id from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = p_drop on conflict do nothing;
  update app.note n set conversation_id = p_keep where n.workspace_id = p_workspace and n.conversation_id = p_drop;
  update app.planned_message l set conversation_id = p_keep where l.workspace_id = p_workspace and l.conversation_id = p_drop;
  -- one question of a conversation is planned at most
  update app.survey s set state = case when s.state = 'planned' then 'cancelled' else s.state end, conversation_id = p_keep where s.workspace_id = p_workspace and s.conversation_id = p_drop;
  update app.service_breach b set conversation_id = p_keep where b.workspace_id = p_workspace and b.conversation_id = p_drop;
  perform app.anchor_notes(p_workspace, p_keep);
  delete from app.conversation where workspace_id = p_workspace and id = p_drop;
  -- the thread that is gone tells where its messages are now
  perform app.note_change(p_workspace, 'conversation', p_keep, p_keep), app.note_change(p_workspace, 'conversation', p_drop, p_keep);
end $$;

-- Places in a thread follow time again after older messages came in; whoever shows a moved one is told.
create or replace function app.renumber_by_time(p_workspace uuid, p_conversation uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  with numbered as (
    select m.id, row_number() over (order by m.occurred_at, m.seq) n from app.message m
     where m.workspace_id = p_workspace and m.conversation_id = p_conversation),
  moved as (
    update app.message m set seq = n.n from numbered n where m.workspace_id = p_workspace and m.id = n.id and m.seq <> n.n returning m.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'message', d.id, p_conversation from moved d;
  perform app.anchor_notes(p_workspace, p_conversation);
end $$;

-- The usual batch at once: texts of known people in known threads. Answers nothing when a single message of it is anything else;
-- then each goes its own way below. Without p_waits, a thread that somebody holds is anything else. Called behind the door and the
-- proof of the lease.
drop function if exists app.receive_plain(uuid, uuid, jsonb);
create or replace function app.receive_plain(p_workspace uuid, p_channel uuid, p_items jsonb, p_waits boolean)
returns table (item integer, message_id uuid, conversation_id uuid)
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
as $$
#variable_conflict use_column
declare v_plain boolean; v_threads uuid[]; v_locked bigint;
begin
  if exists (select 1 from jsonb_array_elements(p_items) j where j ? 'media' or j ? 'history' or j->>'kind' = 'undecryptable') then return; end if;
  with wanted as (
    select e.n, e.j, a.kind, a.value from jsonb_array_elements(p_items) with ordinality e(j, n), jsonb_to_recordset(e.j->'identities') a(kind text, value text)),
  known as (
    select w.n, w.j, (array_agg(x.contact_id))[1] contact, count(*) needed, count(x.contact_id) found, count(distinct x.contact_id) people
      from wanted w left join app.contact_identity x on x.workspace_id = p_workspace and x.kind = w.kind and x.value = w.value group by w.n, w.j)
  select bool_and(k.needed = k.found and k.people = 1 and v.id is not null and v.last_message_id is not null
           and (coalesce(k.j->>'profileName', '') = '' or c.profile_name = k.j->>'profileName')
           and (select m.id from app.message m where m.workspace_id = p_workspace and m.channel_id = p_channel and m.provider_id = k.j->>'providerId' limit 1) is null)
         and count(distinct k.j->>'providerId') = count(*) and count(*) = jsonb_array_length(p_items),
         array_agg(v.id order by k.n)
    into v_plain, v_threads
    from known k
    left join app.contact c on c.workspace_id = p_workspace and c.id = k.contact
    left join app.conversation v on v.workspace_id = p_workspace and v.channel_id = p_channel and v.contact_id = k.contact;
  if v_plain is not true then return; end if;
  -- the row is the lock: numbers of one thread follow the order of arrival
  if p_waits then
    perform 1 from app.conversation v where v.workspace_id = p_workspace and v.id = any (v_threads) order by v.id for update;
  else
    perform 1 from app.conversation v where v.workspace_id = p_workspace and v.id = any (v_threads) for update skip locked;
  end if;
  get diagnostics v_locked = row_count;
  -- while this waited, another number may have joined a thread to another: the long way finds its people anew
  if v_locked <> (select count(distinct t) from unnest(v_threads) t) then return; end if;
  return query
    with item as materialized (
      select e.n::integer n, e.j, v_threads[e.n] thread, uuidv7() id, e.j->>'direction' = 'in' is_in,
             least((e.j->>'occurredAt')::timestamptz, clock_timestamp() + interval '5 minutes') at,
             row_number() over (partition by v_threads[e.n] order by e.n) place
        from jsonb_array_elements(p_items) with ordinality e(j, n)),
    stored as (
      insert into app.message (workspace_id, id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, author_name,
          status, recovered, quoted_provider_id, detail, occurred_at)
        select p_workspace, i.id, i.thread, p_channel, v.last_seq + i.place, case when i.is_in then 'in' else 'out' end, i.j->>'kind', i.j->>'body',
            i.j->>'providerId', case when i.is_in then 'contact' else 'phone' end, i.j->>'authorName', case when i.is_in then 9 else 3 end,
            coalesce((i.j->>'recovered')::boolean, false), i.j->>'quotedProviderId', i.j->'detail', i.at
          from item i join app.conversation v on v.workspace_id = p_workspace and v.id = i.thread order by i.n),
    thread as (
      select i.thread, count(*) many, max(i.at) at, bool_or(i.is_in) any_in, max(i.place) filter (where not i.is_in) answered,
             (array_agg(i.id order by i.n desc))[1] id, (array_agg(i.j order by i.n desc))[1] j
        from item i group by i.thread),
    moved as (
      update app.conversation v set
          last_seq = v.last_seq + t.many, address = t.j->>'address',
          unread_count = case when t.answered is null then v.unread_count + t.many else t.many - t.answered end,
          read_seq = case when t.answered is null then v.read_seq else v.last_seq + t.answered end,
          status = case when t.any_in and v.status in ('snoozed', 'closed', 'archived') then 'open' else v.status end,
          snoozed_until = case when t.any_in then null else v.snoozed_until end, last_author_id = null,
          last_message_at = greatest(v.last_message_at, t.at), last_message_id = t.id, last_preview = app.preview(t.j->>'kind', t.j->>'body'),
          last_kind = t.j->>'kind', last_direction = t.j->>'direction', last_status = case when t.j->>'direction' = 'in' then 9 else 3 end,
          last_author_kind = case when t.j->>'direction' = 'in' then 'contact' else 'phone' end, version = v.version + 1
        from thread t where v.workspace_id = p_workspace and v.id = t.thread),
    told as (
      insert into app.change (workspace_id, topic, entity_id, conversation_id)
        select p_workspace, q.topic, q.entity, q.thread from (
          select 'message' topic, i.id entity, i.thread, i.n from item i
          union all select 'conversation', t.thread, t.thread, 2147483647 from thread t) q order by q.n)
    select i.n, i.id, i.thread from item i order by i.n;
end $$;

-- when a number last heard a customer, to ten seconds
create or replace function app.note_inbound(p_workspace uuid, p_channel uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  update app.channel h set last_inbound_at = clock_timestamp()
   where h.workspace_id = p_workspace and h.id = p_channel and (h.last_inbound_at is null or h.last_inbound_at < clock_timestamp() - interval '10 seconds')
$$;

-- Stores what a number received (or what was typed on its phone), in the order given, and deletes what was staged for it:
-- one transaction, so a crash before it replays and a crash after it finds nothing to replay. Answers one row per item.
create or replace function app.receive_messages(p_workspace uuid, p_channel uuid, p_fence bigint, p_items jsonb)
returns table (item integer, message_id uuid, conversation_id uuid, media_id uuid, outcome text)
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare
  i jsonb; n integer := 0; v_contact uuid; v_conv app.conversation; v_id uuid; v_old app.message; v_media uuid; v_in boolean;
  v_touched uuid[] := '{}'; v_older uuid[] := '{}'; v_plain boolean := false; v_unstored integer[]; v_status smallint; v_at timestamptz; v_any_in boolean := false; v_history boolean; v_newest boolean;
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  -- chats that are not the company's end here
  v_unstored := guard.unstored(p_channel, p_items);
  if v_unstored = '{}' then
    return query select r.item, r.message_id, r.conversation_id, null::uuid, 'stored' from app.receive_plain(p_workspace, p_channel, p_items, true) r;
    v_plain := found;
  end if;
  if v_plain then v_any_in := p_items @> '[{"direction": "in"}]'; end if;
  for i in select * from jsonb_array_elements(case when v_plain then '[]'::jsonb else p_items end) loop
    n := n + 1;
    if n = any (v_unstored) then
      item := n; message_id := null; conversation_id := null; media_id := null; outcome := 'unstored'; return next;
      continue;
    end if;
    v_media := null; v_in := i->>'direction' = 'in'; v_history := coalesce((i->>'history')::boolean, false);
    v_at := least((i->>'occurredAt')::timestamptz, clock_timestamp() + interval '5 minutes');
    if v_in and not v_history then v_any_in := true; end if;
    select * into v_old from app.message m where m.workspace_id = p_workspace and m.channel_id = p_channel and m.provider_id = i->>'providerId';
    if found and v_old.kind <> 'undecryptable' then
      -- the echo of our own message, or a replay: at most it proves that the server has it
      if v_old.direction = 'out' and v_old.status < 3 then
        update app.message m set status = 3, error_code = null where m.workspace_id = p_workspace and m.id = v_old.id;
        update app.conversation v set last_status = 3, version = v.version + 1 where v.workspace_id = p_workspace and v.id = v_old.conversation_id and v.last_message_id = v_old.id;
        perform app.note_change(p_workspace, 'message', v_old.id, v_old.conversation_id);
      end if;
      item := n; message_id := v_old.id; conversation_id := v_old.conversation_id; media_id := v_old.media_id; outcome := 'known'; return next;
    else
      if found and (i->>'kind') = 'undecryptable' then
        item := n; message_id := v_old.id; conversation_id := v_old.conversation_id; media_id := null; outcome := 'known'; return next;
        continue;
      end if;
      if i ? 'media' then
        insert into app.media (workspace_id, kind, mime, name, bytes, width, height, seconds, sealed_source)
          values (p_workspace, i->'media'->>'kind', i->'media'->>'mime', i->'media'->>'name', coalesce((i->'media'->>'bytes')::bigint, 0),
            (i->'media'->>'width')::integer, (i->'media'->>'height')::integer, (i->'media'->>'seconds')::integer, decode(i->'media'->>'sealedSource', 'base64'))
          returning id into v_media;
      end if;
      if v_old.id is not null then
        -- a real message takes the place of the stub that stood for it
        update app.message m set kind = i->>'kind', body = i->>'body', media_id = v_media, detail = i->'detail'
          where m.workspace_id = p_workspace and m.id = v_old.id;
        v_id := v_old.id;
        update app.conversation v set last_preview = app.preview(i->>'kind', i->>'body'), last_kind = i->>'kind', version = v.version + 1
          where v.workspace_id = p_workspace and v.id = v_old.conversation_id and v.last_message_id = v_id;
        perform app.note_change(p_workspace, 'message', v_id, v_old.conversation_id);
        v_touched := v_touched || v_old.conversation_id;
        item := n; message_id := v_id; conversation_id := v_old.conversation_id; media_id := v_media; outcome := 'replaced'; return next;
      else
        v_contact := app.resolve_contact(p_workspace, i->'identities', i->>'profileName', case when i->>'chatKind' = 'group' then 'group' else 'prospect' end);
        insert into app.conversation (workspace_id, channel_id, contact_id, address) values (p_workspace, p_channel, v_contact, i->>'address')
          on conflict (workspace_id, channel_id, contact_id) do nothing;
        -- the row is the lock: numbers of one thread follow the order of arrival
        select * into v_conv from app.conversation v where v.workspace_id = p_workspace and v.channel_id = p_channel and v.contact_id = v_contact for update;
        if not found then raise exception 'the thread was joined to another' using errcode = '40001'; end if;
        if coalesce(i->>'profileName', '') <> '' and (v_conv.personal_id is null or guard.keeps_apart(v_contact)) then
          update app.contact c set profile_name = i->>'profileName'
            where c.workspace_id = p_workspace and c.id = v_contact and c.profile_name is distinct from i->>'profileName';
        end if;
        v_status := case when v_in then 9 else coalesce((i->>'status')::smallint, 3) end;
        insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, media_id, provider_id, author_kind, author_name,
            status, recovered, quoted_provider_id, detail, occurred_at)
          values (p_workspace, v_conv.id, p_channel, v_conv.last_seq + 1, case when v_in then 'in' else 'out' end, i->>'kind', i->>'body', v_media, i->>'providerId',
            case when v_in then 'contact' else 'phone' end, i->>'authorName', v_status, coalesce((i->>'recovered')::boolean, false),
            i->>'quotedProviderId', i->'detail', v_at)
          returning id into v_id;
        -- what the phone remembers from before is read, opens nothing, and stands before what came after it
        v_newest := not v_history or v_conv.last_message_id is null or v_at >= v_conv.last_message_at;
        if not v_newest then v_older := v_older || v_conv.id; end if;
        update app.conversation v set
            last_seq = v.last_seq + 1, address = case when v_newest then i->>'address' else v.address end,
            unread_count = case when v_history then v.unread_count when v_in then v.unread_count + 1 else 0 end,
            read_seq = case when v_history then v.last_seq + 1 - v.unread_count when v_in then v.read_seq else v.last_seq + 1 end,
            status = case when v_in and not v_history and v.status in ('snoozed', 'closed', 'archived') then 'open' else v.status end,
            snoozed_until = case when v_in and not v_history then null else v.snoozed_until end,
            last_author_id = case when v_newest then null else v.last_author_id end,
            last_message_at = case when v.last_message_id is null then v_at else greatest(v.last_message_at, v_at) end,
            last_message_id = case when v_newest then v_id else v.last_message_id end,
            last_preview = case when v_newest then app.preview(i->>'kind', i->>'body') else v.last_preview end,
            last_kind = case when v_newest then i->>'kind' else v.last_kind end,
            last_direction = case when v_newest then case when v_in then 'in' else 'out' end else v.last_direction end,
            last_status = case when v_newest then v_status else v.last_status end,
            last_author_kind = case when v_newest then case when v_in then 'contact' else 'phone' end else v.last_author_kind end,
            version = v.version + 1
          where v.workspace_id = p_workspace and v.id = v_conv.id;
        perform app.note_change(p_workspace, 'message', v_id, v_conv.id);
        v_touched := v_touched || v_conv.id;
        item := n; message_id := v_id; conversation_id := v_conv.id; media_id := v_media; outcome := 'stored'; return next;
      end if;
    end if;
  end loop;
  for v_id in select distinct unnest(v_older) loop
    perform app.renumber_by_time(p_workspace, v_id);
  end loop;
  insert into app.change (workspace_id, topic, entity_id, conversation_id)
    select p_workspace, 'conversation', t, t from (select distinct unnest(v_touched) t) q;
  if v_any_in then perform app.note_inbound(p_workspace, p_channel); end if;
  delete from wa.staged_message s where s.workspace_id = p_workspace and s.channel_id = p_channel
    and s.id = any (array(select (r.value)::bigint from jsonb_array_elements(p_items) x, jsonb_array_elements_text(coalesce(x->'staged', '[]')) r));
  return;
end $$;

drop function if exists app.queue_message(uuid, uuid, uuid, text, text, text, uuid, text, uuid, text);
-- Puts one message into the thread and the send queue. The same client id again answers the row that exists. With p_seen_seq, the last message
-- that its writer saw, it is held back when somebody else has answered since: the thread's row is locked, so that of two who answer at once one is
-- told. p_quoted is the message of the thread that it answers to.
create or replace function app.queue_message(
  p_workspace uuid, p_conversation uuid, p_client_id uuid, p_provider_id text, p_kind text, p_body text, p_media uuid,
  p_author_kind text, p_author uuid, p_author_name text, p_seen_seq bigint default null, p_quoted uuid default null) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v app.conversation; m app.message; v_quoted text; v_lacks jsonb;
begin
  select * into v from app.conversation x where x.workspace_id = p_workspace and x.id = p_conversation for update;
  if not found then return null; end if;
  select * into m from app.message x where x.workspace_id = p_workspace and x.conversation_id = p_conversation and x.client_message_id = p_client_id;
  if found then return jsonb_build_object('repeated', true, 'channelId', v.channel_id, 'message', app.message_row(m)); end if;
  if app.is_blocked(p_workspace, v.contact_id) then return '{"blocked": true}'; end if;
  -- what is about to go takes nothing any more
  if v.personal_until is not null then return '{"personal": true}'; end if;
  if p_seen_seq < v.last_seq then
    select * into m from app.message x where x.workspace_id = p_workspace and x.conversation_id = p_conversation and x.seq > p_seen_seq
        and x.direction = 'out' and x.status <> 2 and x.kind not in ('reaction', 'edited', 'deleted')
        and not (x.author_kind = p_author_kind and x.author_id is not distinct from p_author) order by x.seq desc limit 1;
    if found then
      return jsonb_build_object('answered', jsonb_build_object('seq', v.last_seq, 'by', m.author_kind, 'name', coalesce(m.author_name, ''),
        'seconds', greatest(0, floor(extract(epoch from clock_timestamp() - m.created_at)))::integer));
    end if;
  end if;
  if p_quoted is not null then
    select x.provider_id into v_quoted from app.message x where x.workspace_id = p_workspace and x.id = p_quoted and x.conversation_id = p_conversation;
    if not found then return jsonb_build_object('unquotable', true); end if;
  end if;
  v_lacks := guard.take_room('messages', 1);
  if v_lacks is not null then return jsonb_build_object('lacks', v_lacks); end if;
  insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, media_id, provider_id, client_message_id,
      author_kind, author_id, author_name, status, quoted_provider_id, occurred_at)
    values (p_workspace, p_conversation, v.channel_id, v.last_seq + 1, 'out', p_kind, p_body, p_media, p_provider_id, p_client_id,
      p_author_kind, p_author, p_author_name, 0, v_quoted, clock_timestamp()) returning * into m;
  update app.conversation x set last_seq = m.seq, read_seq = m.seq, unread_count = 0, last_message_at = greatest(x.last_message_at, m.occurred_at),
      last_message_id = m.id, last_preview = app.preview(p_kind, p_body), last_kind = p_kind, last_direction = 'out', last_status = 0,
      last_author_kind = p_author_kind, last_author_id = case when p_author_kind = 'person' then p_author end, status = case when x.status in ('closed', 'archived') then 'open' else x.status end, version = x.version + 1
    where x.workspace_id = p_workspace and x.id = p_conversation;
  perform app.note_change(p_workspace, 'message', m.id, p_conversation), app.note_change(p_workspace, 'conversation', p_conversation, p_conversation);
  return jsonb_build_object('repeated', false, 'channelId', v.channel_id, 'message', app.message_row(m));
end $$;

-- Takes the next queued messages of a number, oldest first. Only the holder of the lease may.
drop function if exists app.claim_queued(uuid, uuid, bigint, integer);
create or replace function app.claim_queued(p_workspace uuid, p_channel uuid, p_fence bigint, p_limit integer)
returns table (id uuid, conversation_id uuid, provider_id text, kind text, body text, media_id uuid, address text, attempts smallint, quoted jsonb)
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
as $$
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  return query
    with next as (
      select m.id from app.message m where m.workspace_id = p_workspace and m.channel_id = p_channel and m.status = 0
       order by m.id limit p_limit for update skip locked),
    taken as (
      update app.message m set status = 1, attempts = m.attempts + 1 from next where m.workspace_id = p_workspace and m.id = next.id
      returning m.id, m.conversation_id, m.provider_id, m.kind, m.body, m.media_id, m.attempts, m.quoted_provider_id)
    select t.id, t.conversation_id, t.provider_id, t.kind, t.body, t.media_id, v.address, t.attempts,
        case when t.quoted_provider_id is null then null else (
          select jsonb_build_object('providerId', q.provider_id, 'fromUs', q.direction = 'out', 'kind', q.kind, 'body', left(q.body, 1000))
            from app.message q where q.workspace_id = p_workspace and q.channel_id = p_channel and q.provider_id = t.quoted_provider_id) end
      from taken t join app.conversation v on v.workspace_id = p_workspace and v.id = t.conversation_id order by t.id;
end $$;

-- What a former holder had written but not seen acknowledged goes back to the queue; it is sent again under the same id.
create or replace function app.requeue_unacknowledged(p_workspace uuid, p_channel uuid, p_fence bigint) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
as $$
declare n integer;
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  update app.message m set status = 0 where m.workspace_id = p_workspace and m.channel_id = p_channel and m.status = 1;
  get diagnostics n = row_count;
  return n;
end $$;

-- Acks and receipts. A status never moves backwards; 'failed' only before the server has accepted. Answers how many rows moved.
create or replace function app.advance_delivery(p_workspace uuid, p_channel uuid, p_fence bigint, p_items jsonb) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off
as $$
declare n integer;
begin
  perform guard.enter_system(p_workspace, 'whatsapp');
  perform guard.prove_lease(p_channel, p_fence);
  with news as (
    select j->>'providerId' provider_id, max((j->>'status')::smallint) status, max(j->>'error') error from jsonb_array_elements(p_items) j group by 1),
  moved as (
    update app.message m set status = w.status, error_code = case when w.status = 2 then w.error end
      from news w where m.workspace_id = p_workspace and m.channel_id = p_channel and m.provider_id = w.provider_id and m.direction = 'out' and m.status < w.status
    returning m.id, m.conversation_id, m.status),
  lists as (
    update app.conversation v set last_status = d.status, version = v.version + 1 from moved d
     where v.workspace_id = p_workspace and v.id = d.conversation_id and v.last_message_id = d.id returning v.id),
  told as (
    insert into app.change (workspace_id, topic, entity_id, conversation_id)
      select p_workspace, 'message', d.id, d.conversation_id from moved d
      union all select p_workspace, 'conversation', l.id, l.id from lists l returning 1)
  select count(*)::integer into n from moved;
  if n > 0 then
    update app.channel h set last_outbound_at = clock_timestamp() where h.workspace_id = p_workspace and h.id = p_channel
      and (h.last_outbound_at is null or h.last_outbound_at < clock_timestamp() - interval '10 seconds');
  end if;
  return n;
end $$;

-- A person asks again for a message that failed: the same id, so that whoever has it already shows it once.
create or replace function app.retry_message(p_workspace uuid, p_message uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare m app.message;
begin
  update app.message x set status = 0, attempts = 0, error_code = null where x.workspace_id = p_workspace and x.id = p_message and x.status = 2 and x.direction = 'out'
    returning * into m;
  if not found then return null; end if;
  -- whoever asked undoes this by refusing
  if exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.id = m.conversation_id and app.is_blocked(p_workspace, v.contact_id)) then
    return '{"blocked": true}';
  end if;
  update app.conversation v set last_status = 0, version = v.version + 1 where v.workspace_id = p_workspace and v.id = m.conversation_id and v.last_message_id = m.id;
  perform app.note_change(p_workspace, 'message', m.id, m.conversation_id), app.note_change(p_workspace, 'conversation', m.conversation_id, m.conversation_id);
  return jsonb_build_object('channelId', m.channel_id, 'message', app.message_row(m));
end $$;
