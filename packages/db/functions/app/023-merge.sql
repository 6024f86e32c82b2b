-- Two contacts that a person says are one, and the way back. What WhatsApp proves is joined by app.resolve_contact; both move the same things.

-- Everything that names a contact and goes over to the one who stays. A test compares the list with the catalogue: a table that comes later has to
-- be thought of here. Rows of an import stay with the contact that the file meant, because they say what the file did to it.
create or replace function app.contact_followers() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
return array['contact_apart.high_id', 'contact_apart.low_id', 'contact_consent.contact_id', 'contact_identity.contact_id', 'contact_merge.keep_id', 'contact_tag.contact_id',
  'conversation.contact_id'];

-- The same of a thread, where both have one with the same number.
create or replace function app.thread_followers() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
return array['conversation_start.conversation_id', 'conversation_tag.conversation_id', 'message.conversation_id', 'note.conversation_id', 'notification.conversation_id',
  'planned_message.conversation_id', 'service_breach.conversation_id', 'survey.conversation_id'];

-- A row as it was, column by column, in any table of app.
create or replace function app.put_back(p_table text, p_row jsonb) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_columns text;
begin
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into v_columns from pg_attribute a
    where a.attrelid = format('app.%I', p_table)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
  execute format('insert into app.%1$I (%2$s) select %2$s from jsonb_populate_record(null::app.%1$I, $1)', p_table, v_columns) using p_row;
end $$;

-- What is now, but for what is still as p_after left it: that is what it was before.
create or replace function app.taken_back(p_now jsonb, p_after jsonb, p_before jsonb, p_keys text[]) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp
return p_now || (select coalesce(jsonb_object_agg(k, p_before -> k), '{}') from unnest(p_keys) k
  where (p_now -> k) is not distinct from (p_after -> k));

-- Who looks after whom as it was, nobody where they are no member any more.
create or replace function app.member_or_none(p_workspace uuid, p_person text) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return coalesce((select to_jsonb(m.person_id) from app.member m where m.workspace_id = p_workspace and m.person_id = p_person::uuid), 'null');

-- What is said of marketing by the two together: the later word holds, but a file never takes back what somebody said no to.
create or replace function app.united_marketing(k app.contact, d app.contact, out state text, out at timestamptz)
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_source text;
begin
  if d.marketing_at > k.marketing_at or k.marketing_at is null or (d.marketing_at = k.marketing_at and d.marketing = 'out') then
    state := d.marketing; at := d.marketing_at;
  else
    state := k.marketing; at := k.marketing_at;
  end if;
  if state = 'in' and 'out' in (k.marketing, d.marketing) then
    select c.source into v_source from app.contact_consent c where c.workspace_id = k.workspace_id and c.contact_id in (k.id, d.id) and c.purpose = 'marketing'
      and c.channel in ('any', 'whatsapp') and c.state = 'in' and c.at <= united_marketing.at order by c.at desc, c.id desc limit 1;
    if v_source = 'import' then
      state := 'out';
      at := case when k.marketing = 'out' then k.marketing_at else d.marketing_at end;
    end if;
  end if;
end $$;

-- What a contact is after another becomes part of it. p_take names what is taken from the other: columns, `field:<id>`, and `notes:both`. What one of
-- them has and the other not is kept in any case, and a block holds whichever of the two had it.
create or replace function app.united_contact(k app.contact, d app.contact, p_take text[]) returns app.contact
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_keep jsonb := to_jsonb(k); v_drop jsonb := to_jsonb(d); v_column text; r app.contact; v_word record;
begin
  foreach v_column in array array['name', 'email', 'city', 'company', 'country', 'birthday', 'language', 'preferred_hour', 'preferred_channel', 'owner_id', 'notes', 'kind'] loop
    if coalesce(v_drop ->> v_column, '') <> '' and (v_column = any (p_take) or coalesce(v_keep ->> v_column, '') = '') then
      v_keep := v_keep || jsonb_build_object(v_column, v_drop -> v_column);
    end if;
  end loop;
  r := jsonb_populate_record(k, v_keep);
  if 'notes:both' = any (p_take) and coalesce(k.notes, '') <> '' and coalesce(d.notes, '') <> '' and k.notes <> d.notes then r.notes := k.notes || E'\n\n' || d.notes; end if;
  if 'blocked' in (k.kind, d.kind) then
    r.kind_before := case when k.kind = 'blocked' then k.kind_before else k.kind end;
    r.kind := 'blocked';
  end if;
  r.profile_name := coalesce(k.profile_name, d.profile_name);
  r.fields := d.fields || k.fields || (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(d.fields) f where 'field:' || f.key = any (p_take));
  r.last_in_at := greatest(k.last_in_at, d.last_in_at);
  r.last_out_at := greatest(k.last_out_at, d.last_out_at);
  select * into v_word from app.united_marketing(k, d);
  r.marketing := v_word.state;
  r.marketing_at := v_word.at;
  return r;
end $$;

create or replace function app.put_contact(r app.contact) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  update app.contact c set name = r.name, profile_name = r.profile_name, email = r.email, city = r.city, company = r.company, country = r.country, birthday = r.birthday,
      language = r.language, preferred_hour = r.preferred_hour, preferred_channel = r.preferred_channel, owner_id = r.owner_id, notes = r.notes, kind = r.kind,
      kind_before = r.kind_before, fields = r.fields, last_in_at = r.last_in_at, last_out_at = r.last_out_at, marketing = r.marketing, marketing_at = r.marketing_at
    where c.workspace_id = r.workspace_id and c.id = r.id
$$;

-- What else names a contact and is not theirs to show: who is known to be somebody else, and who became part of them before.
create or replace function app.move_ties(p_workspace uuid, p_keep uuid, p_drop uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  insert into app.contact_apart (workspace_id, low_id, high_id, by_person_id, at)
    select p_workspace, least(o.id, p_keep), greatest(o.id, p_keep), a.by_person_id, a.at
      from app.contact_apart a cross join lateral (select case when a.low_id = p_drop then a.high_id else a.low_id end id) o
     where a.workspace_id = p_workspace and p_drop in (a.low_id, a.high_id) and o.id <> p_keep
    on conflict do nothing;
  update app.contact_merge m set keep_id = p_keep where m.workspace_id = p_workspace and m.keep_id = p_drop
$$;

-- A thread of the one who goes, with a number with which the one who stays has one too: their messages become one thread, and what is needed to part
-- them again is answered.
create or replace function app.merge_threads(p_workspace uuid, p_keep uuid, p_drop uuid) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_all jsonb; d app.conversation;
begin
  select * into d from app.conversation v where v.workspace_id = p_workspace and v.id = p_drop;
  v_all := jsonb_build_object('drop', to_jsonb(d),
    'keep', (select to_jsonb(v) from app.conversation v where v.workspace_id = p_workspace and v.id = p_keep),
    'dropSeqs', (select coalesce(jsonb_agg(jsonb_build_array(m.id, m.seq) order by m.seq), '[]') from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_drop),
    'keepSeqs', (select coalesce(jsonb_agg(jsonb_build_array(m.id, m.seq) order by m.seq), '[]') from app.message m where m.workspace_id = p_workspace and m.conversation_id = p_keep),
    'notes', (select coalesce(jsonb_agg(n.id), '[]') from app.note n where n.workspace_id = p_workspace and n.conversation_id = p_drop),
    'planned', (select coalesce(jsonb_agg(l.id), '[]') from app.planned_message l where l.workspace_id = p_workspace and l.conversation_id = p_drop),
    'surveys', (select coalesce(jsonb_agg(s.id), '[]') from app.survey s where s.workspace_id = p_workspace and s.conversation_id = p_drop),
    'breaches', (select coalesce(jsonb_agg(jsonb_build_array(b.clock, b.since)), '[]') from app.service_breach b where b.workspace_id = p_workspace and b.conversation_id = p_drop),
    'notices', (select coalesce(jsonb_agg(n.id), '[]') from app.notification n where n.workspace_id = p_workspace and n.conversation_id = p_drop),
    'tags', (select coalesce(jsonb_agg(to_jsonb(t)), '[]') from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = p_drop),
    'keepTags', (select coalesce(jsonb_agg(t.tag_id), '[]') from app.conversation_tag t where t.workspace_id = p_workspace and t.conversation_id = p_keep),
    'start', (select to_jsonb(s) from app.conversation_start s where s.workspace_id = p_workspace and s.conversation_id = p_drop));
  update app.notification n set conversation_id = p_keep where n.workspace_id = p_workspace and n.conversation_id = p_drop;
  perform app.join_conversations(p_workspace, p_keep, p_drop);
  -- an answer goes to where they wrote last
  update app.conversation k set assignee_id = coalesce(k.assignee_id, d.assignee_id),
      address = case when d.last_message_id is not null and k.last_message_id = d.last_message_id then d.address else k.address end
    where k.workspace_id = p_workspace and k.id = p_keep;
  return v_all || jsonb_build_object('after', (select to_jsonb(v) from app.conversation v where v.workspace_id = p_workspace and v.id = p_keep));
end $$;

-- Makes one contact part of another: everything of theirs goes over, and what it was is kept for thirty days. Null where either is not there, is in the
-- bin or is a group. For people who see everything: what somebody does not see they could not move.
create or replace function app.merge_contacts(p_workspace uuid, p_keep uuid, p_drop uuid, p_take text[], p_by uuid) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare k app.contact; d app.contact; r app.contact; t record; v_before jsonb; v_moved jsonb := '[]'; v_joined jsonb := '[]'; v_id uuid := uuidv7();
begin
  if guard.reach() is not null then raise exception 'only who sees all may join contacts' using errcode = '42501'; end if;
  -- both rows in one order, and then all threads of both: whoever else joins, edits or receives waits
  perform 1 from app.contact c where c.workspace_id = p_workspace and c.id in (p_keep, p_drop) order by c.id for update;
  select * into k from app.contact c where c.workspace_id = p_workspace and c.id = p_keep and c.deleted_at is null and c.kind <> 'group';
  select * into d from app.contact c where c.workspace_id = p_workspace and c.id = p_drop and c.deleted_at is null and c.kind <> 'group';
  if k.id is null or d.id is null or p_keep = p_drop or guard.has_apart(p_keep) or guard.has_apart(p_drop) then return null; end if;
  perform 1 from app.conversation v where v.workspace_id = p_workspace and v.contact_id in (p_keep, p_drop) order by v.id for update;
  v_before := jsonb_build_object('keep', to_jsonb(k), 'drop', to_jsonb(d),
    'identities', (select coalesce(jsonb_agg(i.id), '[]') from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = p_drop),
    'consents', (select coalesce(jsonb_agg(c.id), '[]') from app.contact_consent c where c.workspace_id = p_workspace and c.contact_id = p_drop),
    'tags', (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from app.contact_tag g where g.workspace_id = p_workspace and g.contact_id = p_drop),
    'keepTags', (select coalesce(jsonb_agg(g.tag_id), '[]') from app.contact_tag g where g.workspace_id = p_workspace and g.contact_id = p_keep),
    'apart', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from app.contact_apart a where a.workspace_id = p_workspace and p_drop in (a.low_id, a.high_id)),
    'keepApart', (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from app.contact_apart a where a.workspace_id = p_workspace and p_keep in (a.low_id, a.high_id)),
    'merges', (select coalesce(jsonb_agg(m.id), '[]') from app.contact_merge m where m.workspace_id = p_workspace and m.keep_id = p_drop));
  r := app.united_contact(k, d, p_take);
  for t in select x.id drop_id, y.id keep_id from app.conversation x
      left join app.conversation y on y.workspace_id = p_workspace and y.channel_id = x.channel_id and y.contact_id = p_keep
      where x.workspace_id = p_workspace and x.contact_id = p_drop order by x.id loop
    if t.keep_id is null then
      update app.conversation v set contact_id = p_keep where v.workspace_id = p_workspace and v.id = t.drop_id;
      v_moved := v_moved || to_jsonb(t.drop_id);
    else
      v_joined := v_joined || jsonb_build_array(app.merge_threads(p_workspace, t.keep_id, t.drop_id));
    end if;
  end loop;
  update app.contact_identity set contact_id = p_keep where workspace_id = p_workspace and contact_id = p_drop;
  update app.contact_consent set contact_id = p_keep where workspace_id = p_workspace and contact_id = p_drop;
  insert into app.contact_tag (workspace_id, contact_id, tag_id, source, at)
    select p_workspace, p_keep, g.tag_id, g.source, g.at from app.contact_tag g where g.workspace_id = p_workspace and g.contact_id = p_drop on conflict do nothing;
  perform app.move_ties(p_workspace, p_keep, p_drop);
  delete from app.contact c where c.workspace_id = p_workspace and c.id = p_drop;
  perform app.put_contact(r);
  insert into app.contact_merge (workspace_id, id, keep_id, drop_id, by_person_id, before)
    values (p_workspace, v_id, p_keep, p_drop, p_by, v_before || jsonb_build_object('threads', v_moved, 'joined', v_joined,
      'after', (select to_jsonb(c) from app.contact c where c.workspace_id = p_workspace and c.id = p_keep)));
  if r.kind = 'blocked' then perform app.stop_queued(p_workspace, array[p_keep]); end if;
  perform app.tell_contacts(p_workspace, array[p_keep, p_drop]);
  return v_id;
end $$;

-- Whoever shows these contacts or a conversation of theirs is told.
create or replace function app.tell_contacts(p_workspace uuid, p_contacts uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  insert into app.change (workspace_id, topic, entity_id) select p_workspace, 'contact', c from unnest(p_contacts) c;
  with seen as (update app.conversation v set version = v.version + 1 where v.workspace_id = p_workspace and v.contact_id = any (p_contacts) returning v.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', s.id, s.id from seen s;
end $$;

-- Parts two threads again: each has its own messages in its own order, and what came since stays in the thread that is there.
create or replace function app.part_threads(p_workspace uuid, p_contact uuid, p_keeper uuid, j jsonb) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  v_keep uuid := j -> 'keep' ->> 'id'; v_drop uuid := j -> 'drop' ->> 'id'; n app.conversation; r app.conversation; v_top bigint; v_now jsonb; v_image jsonb;
  v_is_quiet boolean;
begin
  select * into n from app.conversation v where v.workspace_id = p_workspace and v.id = v_keep and v.contact_id = p_keeper for update;
  -- it became part of yet another, or went with its number
  if not found then return; end if;
  v_image := (j -> 'drop') || jsonb_build_object('contact_id', p_contact, 'version', n.version + 1, 'assignee_id', app.member_or_none(p_workspace, j -> 'drop' ->> 'assignee_id'));
  perform app.put_back('conversation', v_image);
  with told as (
    update app.message m set conversation_id = v_drop, seq = (e ->> 1)::bigint from jsonb_array_elements(j -> 'dropSeqs') e
      where m.workspace_id = p_workspace and m.id = (e ->> 0)::uuid and m.conversation_id = v_keep returning m.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'message', t.id, v_drop from told t;
  v_top := coalesce((j -> 'keep' ->> 'last_seq')::bigint, 0);
  with placed as (
    select m.id, coalesce((e.e ->> 1)::bigint, v_top + row_number() over (partition by e.e is null order by m.seq)) seq
      from app.message m left join (select e from jsonb_array_elements(j -> 'keepSeqs') e) e on (e.e ->> 0)::uuid = m.id
     where m.workspace_id = p_workspace and m.conversation_id = v_keep),
  told as (
    update app.message m set seq = p.seq from placed p where m.workspace_id = p_workspace and m.id = p.id and m.seq <> p.seq returning m.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'message', t.id, v_keep from told t;
  update app.note x set conversation_id = v_drop where x.workspace_id = p_workspace and x.conversation_id = v_keep and x.id in (select (e #>> '{}')::uuid from jsonb_array_elements(j -> 'notes') e);
  perform app.anchor_notes(p_workspace, v_keep), app.anchor_notes(p_workspace, v_drop);
  update app.planned_message x set conversation_id = v_drop where x.workspace_id = p_workspace and x.conversation_id = v_keep and x.id in (select (e #>> '{}')::uuid from jsonb_array_elements(j -> 'planned') e);
  update app.survey x set conversation_id = v_drop where x.workspace_id = p_workspace and x.conversation_id = v_keep
    and x.id in (select (e #>> '{}')::uuid from jsonb_array_elements(coalesce(j -> 'surveys', '[]')) e);
  update app.service_breach x set conversation_id = v_drop from jsonb_array_elements(coalesce(j -> 'breaches', '[]')) e
    where x.workspace_id = p_workspace and x.conversation_id = v_keep and x.clock = e ->> 0 and x.since = (e ->> 1)::timestamptz;
  update app.notification x set conversation_id = v_drop where x.workspace_id = p_workspace and x.conversation_id = v_keep and x.id in (select (e #>> '{}')::uuid from jsonb_array_elements(j -> 'notices') e);
  delete from app.conversation_tag x where x.workspace_id = p_workspace and x.conversation_id = v_keep and not (j -> 'keepTags') ? x.tag_id::text
    and exists (select 1 from jsonb_array_elements(j -> 'tags') e where e ->> 'tag_id' = x.tag_id::text);
  perform app.put_back('conversation_tag', e) from jsonb_array_elements(j -> 'tags') e join app.tag g on g.workspace_id = p_workspace and g.id = (e ->> 'tag_id')::uuid;
  if j -> 'start' <> 'null' then perform app.put_back('conversation_start', j -> 'start'); end if;
  v_is_quiet := n.last_message_id is not distinct from (j -> 'after' ->> 'last_message_id')::uuid;
  v_now := app.taken_back(to_jsonb(n), j -> 'after', j -> 'keep', array['status', 'snoozed_until', 'assignee_id', 'topic', 'priority']);
  if v_is_quiet then
    v_now := app.taken_back(v_now, j -> 'after', j -> 'keep', array['unread_count', 'last_message_at', 'last_message_id', 'last_preview', 'last_kind', 'last_direction', 'last_author_kind', 'last_author_id']);
    v_now := v_now || jsonb_build_object('last_status', coalesce((select to_jsonb(m.status) from app.message m where m.workspace_id = p_workspace and m.id = (v_now ->> 'last_message_id')::uuid), 'null'));
  else
    -- what was unread of the other one was read, or is unread there again
    v_now := v_now || jsonb_build_object('unread_count', greatest(0, n.unread_count - (j -> 'drop' ->> 'unread_count')::integer));
  end if;
  r := jsonb_populate_record(n, v_now || jsonb_build_object('assignee_id', app.member_or_none(p_workspace, v_now ->> 'assignee_id')));
  select coalesce(max(m.seq), 0) into v_top from app.message m where m.workspace_id = p_workspace and m.conversation_id = v_keep;
  update app.conversation v set status = r.status, snoozed_until = r.snoozed_until, assignee_id = r.assignee_id, topic = r.topic, priority = r.priority,
      unread_count = r.unread_count, last_message_at = r.last_message_at, last_message_id = r.last_message_id, last_preview = r.last_preview, last_kind = r.last_kind,
      last_direction = r.last_direction, last_status = r.last_status, last_author_kind = r.last_author_kind, last_author_id = r.last_author_id,
      last_seq = greatest(v_top, (j -> 'keep' ->> 'last_seq')::bigint),
      read_seq = case when v_is_quiet and n.read_seq = (j -> 'after' ->> 'read_seq')::bigint then (j -> 'keep' ->> 'read_seq')::bigint
        else greatest(0, greatest(v_top, (j -> 'keep' ->> 'last_seq')::bigint) - r.unread_count) end,
      -- an address of their own again, whoever wrote last
      address = j -> 'keep' ->> 'address', version = v.version + 1
    where v.workspace_id = p_workspace and v.id = v_keep;
end $$;

-- Takes a merge back: whoever became part comes back as they were, with what was theirs; what came since stays with the one who stayed, but for what
-- came into a thread that is wholly the other's. Of several merges of one contact the last is taken back first. 'done', or why not: 'gone', 'late', 'notLast'.
create or replace function app.undo_merge(p_workspace uuid, p_merge uuid, p_days integer) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare m app.contact_merge; k app.contact; r app.contact; v_keep uuid; b jsonb; v_row jsonb; v_now jsonb; e jsonb;
begin
  if guard.reach() is not null then raise exception 'only who sees all may part contacts' using errcode = '42501'; end if;
  select x.keep_id into v_keep from app.contact_merge x where x.workspace_id = p_workspace and x.id = p_merge;
  select * into k from app.contact c where c.workspace_id = p_workspace and c.id = v_keep for update;
  select * into m from app.contact_merge x where x.workspace_id = p_workspace and x.id = p_merge and x.keep_id = v_keep for update;
  if m.id is null or k.id is null then return 'gone'; end if;
  if m.before is null or m.at < clock_timestamp() - make_interval(days => p_days) then return 'late'; end if;
  if exists (select 1 from app.contact_merge x where x.workspace_id = p_workspace and x.keep_id = v_keep and x.before is not null and (x.at, x.id) > (m.at, m.id)) then return 'notLast'; end if;
  b := m.before;
  perform 1 from app.conversation v where v.workspace_id = p_workspace and v.contact_id = v_keep order by v.id for update;
  delete from app.contact_merge x where x.workspace_id = p_workspace and x.id = p_merge;
  -- a field that was deleted since is no field of theirs either
  v_row := (b -> 'drop') || jsonb_build_object('owner_id', app.member_or_none(p_workspace, b -> 'drop' ->> 'owner_id'),
    'fields', (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(b -> 'drop' -> 'fields') f join app.contact_field d on d.workspace_id = p_workspace and d.id::text = f.key));
  perform app.put_back('contact', v_row);
  update app.contact_identity i set contact_id = m.drop_id where i.workspace_id = p_workspace and i.contact_id = v_keep and (b -> 'identities') ? i.id::text;
  -- hidden ids that were learned since could be either's: they are learned anew, so that WhatsApp does not join the two by mistake
  delete from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = v_keep and i.kind = 'wa_lid' and i.first_seen_at > m.at
    and exists (select 1 from app.contact_identity o where o.workspace_id = p_workspace and o.contact_id = m.drop_id and o.kind = 'wa_pn');
  update app.contact_consent c set contact_id = m.drop_id where c.workspace_id = p_workspace and c.contact_id = v_keep and (b -> 'consents') ? c.id::text;
  delete from app.contact_tag g where g.workspace_id = p_workspace and g.contact_id = v_keep and not (b -> 'keepTags') ? g.tag_id::text
    and exists (select 1 from jsonb_array_elements(b -> 'tags') t where t ->> 'tag_id' = g.tag_id::text);
  perform app.put_back('contact_tag', t) from jsonb_array_elements(b -> 'tags') t join app.tag g on g.workspace_id = p_workspace and g.id = (t ->> 'tag_id')::uuid;
  -- who was known to be somebody else than the one who comes back
  for e in select a from jsonb_array_elements(b -> 'apart') a loop
    delete from app.contact_apart a where a.workspace_id = p_workspace
      and a.low_id = least(v_keep, case when e ->> 'low_id' = m.drop_id::text then (e ->> 'high_id')::uuid else (e ->> 'low_id')::uuid end)
      and a.high_id = greatest(v_keep, case when e ->> 'low_id' = m.drop_id::text then (e ->> 'high_id')::uuid else (e ->> 'low_id')::uuid end)
      and not exists (select 1 from jsonb_array_elements(b -> 'keepApart') x where x ->> 'low_id' = a.low_id::text and x ->> 'high_id' = a.high_id::text);
    if exists (select 1 from app.contact c where c.workspace_id = p_workspace and c.id = (e ->> 'low_id')::uuid)
      and exists (select 1 from app.contact c where c.workspace_id = p_workspace and c.id = (e ->> 'high_id')::uuid) then
      perform app.put_back('contact_apart', e);
    end if;
  end loop;
  update app.contact_merge x set keep_id = m.drop_id where x.workspace_id = p_workspace and x.keep_id = v_keep and (b -> 'merges') ? x.id::text;
  update app.conversation v set contact_id = m.drop_id where v.workspace_id = p_workspace and v.contact_id = v_keep and (b -> 'threads') ? v.id::text;
  for e in select t from jsonb_array_elements(b -> 'joined') t loop
    perform app.part_threads(p_workspace, m.drop_id, v_keep, e);
  end loop;
  v_now := app.taken_back(to_jsonb(k), b -> 'after', b -> 'keep', array['name', 'profile_name', 'email', 'city', 'company', 'country', 'birthday', 'language', 'preferred_hour',
    'preferred_channel', 'owner_id', 'notes', 'kind', 'kind_before', 'last_in_at', 'last_out_at', 'marketing', 'marketing_at']);
  v_now := v_now || jsonb_build_object('owner_id', app.member_or_none(p_workspace, v_now ->> 'owner_id'), 'fields', (
    select coalesce(jsonb_object_agg(f.key, f.value), '{}') from (
      select q.key, case when (k.fields -> q.key) is not distinct from (b -> 'after' -> 'fields' -> q.key) then b -> 'keep' -> 'fields' -> q.key else k.fields -> q.key end value
        from (select jsonb_object_keys(k.fields || (b -> 'keep' -> 'fields')) key) q) f
      join app.contact_field d on d.workspace_id = p_workspace and d.id::text = f.key where f.value is not null));
  r := jsonb_populate_record(k, v_now);
  -- somebody wrote since: when, in what is left of theirs
  if r.last_in_at is distinct from (b -> 'keep' ->> 'last_in_at')::timestamptz or r.last_out_at is distinct from (b -> 'keep' ->> 'last_out_at')::timestamptz then
    select greatest((b -> 'keep' ->> 'last_in_at')::timestamptz, max(v.last_message_at) filter (where v.last_direction = 'in')),
        greatest((b -> 'keep' ->> 'last_out_at')::timestamptz, max(v.last_message_at) filter (where v.last_direction = 'out')) into r.last_in_at, r.last_out_at
      from app.conversation v where v.workspace_id = p_workspace and v.contact_id = v_keep and v.last_message_id is not null;
  end if;
  perform app.put_contact(r);
  perform app.tell_contacts(p_workspace, array[v_keep, m.drop_id]);
  return 'done';
end $$;

-- What can no longer be undone is not kept: only where the address leads.
create or replace function app.forget_merges(p_workspace uuid, p_days integer) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  update app.contact_merge m set before = null where m.workspace_id = p_workspace and m.before is not null and m.at < clock_timestamp() - make_interval(days => p_days)
$$;
