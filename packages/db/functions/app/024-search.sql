-- Search, one round trip each: the door, the guard's look into the indexes, and the rows behind what it found under row security.

-- The words of a question as its index knows them; null where nothing is left to look for: only words that are everywhere, or only what is not wanted.
-- p_loose takes the last word for the beginning of one.
create or replace function app.search_query(p_text text, p_loose boolean) returns tsquery
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare q tsquery; v_last text;
begin
  if p_loose then
    v_last := (regexp_match(p_text, '(?:^|[\s])([[:alpha:]][[:alnum:]]{3,})\s*$'))[1];
    if v_last is null then return null; end if;
    q := to_tsquery('app.spanish'::regconfig, v_last || ':*');
    p_text := left(p_text, length(rtrim(p_text)) - length(v_last));
    if websearch_to_tsquery('app.spanish'::regconfig, p_text)::text <> '' then q := websearch_to_tsquery('app.spanish'::regconfig, p_text) && q; end if;
  else
    q := websearch_to_tsquery('app.spanish'::regconfig, p_text);
  end if;
  return case when querytree(q) in ('', 'T') then null else q end;
end $$;

create or replace function app.search_messages(
  p_pass bytea, p_person uuid, p_workspace uuid, p_text text, p_loose boolean, p_before_at timestamptz, p_before_id uuid, p_limit integer,
  p_channel uuid, p_contact uuid, p_author uuid, p_direction text, p_from timestamptz, p_to timestamptz, p_kinds text[]) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_query tsquery; v_loose boolean := p_loose; v_ids uuid[]; v_reached timestamptz; v_rows jsonb;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'conversations.read');
  if length(regexp_replace(p_text, '[^[:alnum:]]', '', 'g')) < 3 then return '{"state": "tooShort"}'; end if;
  v_query := app.search_query(p_text, p_loose);
  if v_query is not null then
    select f.ids, f.reached into v_ids, v_reached from guard.find_messages(v_query, p_before_at, p_before_id, p_limit + 1, p_channel, p_contact, p_author, p_direction, p_from, p_to, p_kinds) f;
  end if;
  -- nobody said the word itself: perhaps it is the beginning of one
  if coalesce(cardinality(v_ids), 0) = 0 and v_reached is null and not p_loose and p_before_at is null and app.search_query(p_text, true) is not null then
    v_query := app.search_query(p_text, true);
    v_loose := true;
    select f.ids, f.reached into v_ids, v_reached from guard.find_messages(v_query, p_before_at, p_before_id, p_limit + 1, p_channel, p_contact, p_author, p_direction, p_from, p_to, p_kinds) f;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'kind', m.kind, 'body', left(m.body, 20000),
      'direction', m.direction, 'author', jsonb_build_object('kind', m.author_kind, 'id', m.author_id, 'name', m.author_name), 'occurredAt', app.iso(m.occurred_at),
      'contact', jsonb_build_object('id', c.id, 'name', c.name, 'profileName', c.profile_name, 'kind', c.kind, 'number', app.number_of(p_workspace, c.id)),
      'channel', jsonb_build_object('id', h.id, 'name', h.name)) order by m.occurred_at desc, m.id desc), '[]') into v_rows
    -- fenced, so that each row is a look by its key whatever the planner believes of the policies
    from unnest(v_ids[1 : p_limit]) t(id)
    cross join lateral (select x.* from app.message x where x.workspace_id = p_workspace and x.id = t.id offset 0) m
    cross join lateral (select x.contact_id from app.conversation x where x.workspace_id = p_workspace and x.id = m.conversation_id offset 0) v
    cross join lateral (select x.* from app.contact x where x.workspace_id = p_workspace and x.id = v.contact_id offset 0) c
    join app.channel h on h.workspace_id = p_workspace and h.id = m.channel_id;
  return jsonb_build_object('state', case when v_query is null then 'onlyCommon' else 'found' end, 'rows', v_rows, 'more', coalesce(cardinality(v_ids), 0) > p_limit, 'loose', v_loose, 'reached', app.iso(v_reached),
    'stems', to_jsonb(tsvector_to_array(to_tsvector('app.spanish'::regconfig, p_text))));
end $$;

create or replace function app.search_contacts(
  p_pass bytea, p_person uuid, p_workspace uuid, p_text text, p_after text, p_after_id uuid, p_limit integer) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_text text; v_digits text; v_words text[]; v_prefix text; v_like text[]; v_ids uuid[]; v_rows jsonb; v_last app.contact;
begin
  perform guard.enter_for(p_pass, p_person, p_workspace, 'contacts.read');
  v_text := regexp_replace(btrim(app.search_letters(p_text)), '\s+', ' ', 'g');
  -- a number in any writing: the plus, the zeros before it and what people put between digits say nothing
  if v_text ~ '^[+(0-9][0-9 ().\-/]*$' then v_digits := nullif(regexp_replace(regexp_replace(v_text, '\D', '', 'g'), '^00', ''), ''); end if;
  if length(regexp_replace(v_text, '[^[:alnum:]]', '', 'g')) < 3 then
    v_prefix := nullif(v_text, '');
  else
    -- the longest words say most
    select array_agg('%' || replace(replace(replace(q.word, '\', '\\'), '%', '\%'), '_', '\_') || '%') into v_like from (
      select w.word from regexp_split_to_table(v_text, ' ') w(word) where w.word <> '' order by length(w.word) desc, w.word limit 3) q;
  end if;
  if v_prefix is not null or v_like is not null then
    select f.ids into v_ids from guard.find_contacts(v_like, v_digits, v_prefix, p_after, p_after_id, p_limit + 1) f;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'profileName', c.profile_name, 'kind', c.kind, 'email', c.email,
      'number', app.number_of(p_workspace, c.id), 'conversationId', (select x.id from app.conversation x where x.workspace_id = p_workspace and x.contact_id = c.id
        order by x.last_message_at desc, x.id desc limit 1)) order by c.search_name, c.id), '[]') into v_rows
    from unnest(v_ids[1 : p_limit]) t(id) cross join lateral (select x.* from app.contact x where x.workspace_id = p_workspace and x.id = t.id offset 0) c;
  select c.* into v_last from app.contact c where c.workspace_id = p_workspace and c.id = v_ids[p_limit];
  return jsonb_build_object('rows', v_rows, 'next', case when cardinality(v_ids) > p_limit then
    jsonb_build_object('key', v_last.search_name, 'id', v_ids[p_limit]) end);
end $$;
