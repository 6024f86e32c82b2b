-- What an import does to contacts, many rows at a time. Only the process of jobs calls these, behind the system's door.

-- What an import may change of a contact, as one value: what was there before, and whether somebody changed it since.
create or replace function app.import_image(c app.contact) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return jsonb_build_object('name', c.name, 'email', c.email, 'company', c.company, 'city', c.city, 'country', c.country, 'birthday', c.birthday, 'language', c.language,
  'kind', c.kind, 'owner_id', c.owner_id, 'notes', c.notes, 'fields', c.fields, 'deleted_at', c.deleted_at);

-- Whose rows drafts are: by a number in any of its forms first, then by address. Numbers are asked for one by one in their index; addresses, which no
-- policy lets into an index, by guard.contacts_by_email. The plan is made anew each time: what an import fills was empty when it began. While nobody has
-- counted it since, every index that begins with the workspace looks as good, so an order is asked for that only the right one gives, and no sorting.
create or replace function app.find_imported(p_workspace uuid, p_n integer[], p_drafts jsonb[]) returns table (n integer, contact_id uuid)
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
begin
  return query
    with brought as materialized (select u.n, u.draft from unnest(p_n, p_drafts) u(n, draft)),
    hits as materialized (
      select distinct on (r.n) r.n, f.contact_id from brought r
        cross join lateral rows from (jsonb_to_recordset(r.draft -> 'phones') as (digits text)) with ordinality p(digits, place)
        cross join lateral unnest(case when p.digits ~ '^5[245]' then app.phone_variants(p.digits) else array[p.digits] end) with ordinality v(value, form)
        cross join lateral (select i.contact_id from app.contact_identity i
          where i.workspace_id = p_workspace and i.kind = any ('{wa_pn,phone}') and i.value = v.value order by i.kind, i.value limit 1) f
       order by r.n, p.place, v.form),
    mails as materialized (
      select m.email, m.contact_id from guard.contacts_by_email((select array_agg(distinct r.draft ->> 'email') from brought r where r.draft ->> 'email' is not null)) m)
    select r.n, coalesce(h.contact_id, m.contact_id) from brought r left join hits h on h.n = r.n left join mails m on m.email = r.draft ->> 'email';
end $$;

-- Keeps judged rows, each with the contact that it is of. False when the plan is another one by now.
create or replace function app.put_import_rows(p_workspace uuid, p_import uuid, p_revision integer, p_rows jsonb) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_policy text;
begin
  select i.policy into v_policy from app.contact_import i where i.workspace_id = p_workspace and i.id = p_import and i.revision = p_revision and i.state = 'checking' for update;
  if not found then return false; end if;
  with brought as materialized (select r.* from jsonb_to_recordset(p_rows) r(n integer, outcome text, draft jsonb, reasons jsonb, cells jsonb)),
  found as materialized (
    select f.n, f.contact_id from (select array_agg(r.n) ns, array_agg(r.draft) drafts from brought r where r.outcome is null) a
      cross join lateral app.find_imported(p_workspace, a.ns, a.drafts) f)
  insert into app.contact_import_row (workspace_id, import_id, n, outcome, draft, reasons, cells, contact_id)
    select p_workspace, p_import, r.n, coalesce(r.outcome, case when f.contact_id is null then 'new' when v_policy = 'skip' then 'skip' else 'update' end), r.draft, r.reasons, r.cells, f.contact_id
      from brought r left join found f on f.n = r.n order by r.n
    on conflict (workspace_id, import_id, n) do nothing;
  update app.contact_import i set total = greatest(i.total, (select max(r.n) from jsonb_to_recordset(p_rows) r(n integer))) where i.workspace_id = p_workspace and i.id = p_import;
  return true;
end $$;

-- The dry run is over: what the rows would do, counted, with the labels that would be new and those for which the vocabulary has no room. Two rows that
-- turn out to be of one contact: the first is, the others are told. False when the plan is another one by now.
create or replace function app.settle_import_check(p_workspace uuid, p_import uuid, p_revision integer, p_most_tags integer) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_counts jsonb; v_tags integer; v_room integer; v_back integer; v_double integer[]; v_first integer[];
begin
  perform 1 from app.contact_import i where i.workspace_id = p_workspace and i.id = p_import and i.revision = p_revision and i.state = 'checking' for update;
  if not found then return false; end if;
  select array_agg(f.n), array_agg(f.first) into v_double, v_first
    from (select d.n, min(d.n) over (partition by d.contact_id) first from app.contact_import_row d
           where d.workspace_id = p_workspace and d.import_id = p_import and d.contact_id is not null and d.outcome in ('update', 'skip')) f
   where f.n > f.first;
  update app.contact_import_row r set outcome = 'duplicate', contact_id = null, reasons = jsonb_build_array(jsonb_build_object('code', 'duplicateInFile', 'column', null, 'value', f.first))
    from unnest(v_double, v_first) f(n, first) where r.workspace_id = p_workspace and r.import_id = p_import and r.n = any (v_double) and r.n = f.n;
  select jsonb_build_object('rows', count(*), 'new', count(*) filter (where r.outcome = 'new'), 'update', count(*) filter (where r.outcome = 'update'),
      'skip', count(*) filter (where r.outcome = 'skip'), 'duplicate', count(*) filter (where r.outcome = 'duplicate'), 'invalid', count(*) filter (where r.outcome = 'invalid'),
      'partial', count(*) filter (where r.outcome in ('new', 'update') and r.reasons is not null))
    into v_counts from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import;
  -- who is in the bin and in the file comes back; they are looked for one by one, by an order that only the key gives
  select count(*) into v_back from app.contact_import_row r
    cross join lateral (select x.deleted_at from app.contact x where x.workspace_id = p_workspace and x.id >= r.contact_id and x.id <= r.contact_id order by x.workspace_id, x.id offset 0) c
   where r.workspace_id = p_workspace and r.import_id = p_import and r.outcome = 'update' and c.deleted_at is not null;
  select count(distinct lower(t.name)) into v_tags from app.contact_import_row r cross join lateral jsonb_array_elements_text(r.draft -> 'tags') t(name)
   where r.workspace_id = p_workspace and r.import_id = p_import and r.outcome in ('new', 'update')
     and not exists (select 1 from app.tag g where g.workspace_id = p_workspace and lower(g.name) = lower(t.name));
  select greatest(0, p_most_tags - count(*)) into v_room from app.tag g where g.workspace_id = p_workspace;
  update app.contact_import i set state = 'checked', at_row = 0, counts = v_counts || jsonb_build_object('back', v_back, 'newTags', least(v_tags, v_room), 'lostTags', greatest(0, v_tags - v_room))
    where i.workspace_id = p_workspace and i.id = p_import;
  return true;
end $$;

-- Adds the labels of a stretch to the workspace's vocabulary, in the order in which the file names them and as many as there is room for.
create or replace function app.make_imported_tags(p_workspace uuid, p_import uuid, p_n integer[], p_drafts jsonb[], p_most integer) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
as $$
declare v_names text[]; v_made uuid[]; v_colours text[] := '{slate,blue,teal,green,amber,terracotta,berry,violet}';
begin
  select array_agg(x.name order by x.n, x.place) into v_names from (
    select distinct on (lower(t.name)) t.name, r.n, t.place from unnest(p_n, p_drafts) r(n, draft)
      cross join lateral jsonb_array_elements_text(r.draft -> 'tags') with ordinality t(name, place)
     where not exists (select 1 from app.tag g where g.workspace_id = p_workspace and lower(g.name) = lower(t.name))
     order by lower(t.name), r.n, t.place) x;
  if v_names is null then return; end if;
  -- whoever adds one by hand waits for the same lock, so that the vocabulary never has one too many
  perform pg_advisory_xact_lock(hashtextextended('tags ' || p_workspace, 0));
  with there as (select count(*)::integer n from app.tag g where g.workspace_id = p_workspace),
  made as (
    insert into app.tag (workspace_id, name, colour)
      select p_workspace, x.name, v_colours[1 + (t.n + x.place::integer) % 8] from there t cross join unnest(v_names) with ordinality x(name, place)
       where t.n + x.place <= p_most order by x.place
    on conflict do nothing returning id)
  select array_agg(m.id) into v_made from made m;
  update app.contact_import i set made_tags = i.made_tags || v_made where i.workspace_id = p_workspace and i.id = p_import and v_made is not null;
end $$;

-- What a row says of marketing, by what was answered for the whole file.
create or replace function app.imported_consent(p_answer text, p_said text) returns text
language sql immutable
return case when p_said = 'out' then 'out' when p_answer = 'all' or (p_answer = 'column' and p_said = 'in') then 'in' end;

-- The next rows that are to be done, each with its contact. Messages may have come since the dry run, and contacts gone; of two rows of one contact
-- the first is done. `upto` is null when there are none left.
create or replace function app.choose_imported(p_workspace uuid, p_import uuid, p_from integer, p_limit integer, p_policy text,
  out upto integer, out ns integer[], out drafts jsonb[], out ids uuid[], out are_new boolean[])
language plpgsql volatile set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare v_first integer[];
begin
  select max(x.n), array_agg(x.n order by x.n) filter (where x.outcome in ('new', 'update')), array_agg(x.draft order by x.n) filter (where x.outcome in ('new', 'update'))
    into upto, ns, drafts
    from (select r.n, r.outcome, r.draft from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n >= p_from order by r.n limit p_limit) x;
  select array_agg(q.n order by q.n), array_agg(q.draft order by q.n), array_agg(coalesce(q.contact_id, uuidv7()) order by q.n), array_agg(q.contact_id is null order by q.n), array_agg(q.first order by q.n)
    into ns, drafts, ids, are_new, v_first
    from (select u.n, u.draft, f.contact_id,
              case when f.contact_id is not null then least(min(u.n) over (partition by f.contact_id),
                (select e.n from app.contact_import_row e where e.workspace_id = p_workspace and e.import_id = p_import and e.contact_id >= f.contact_id and e.contact_id <= f.contact_id and e.n < p_from order by e.contact_id, e.n limit 1)) end first
            from unnest(ns, drafts) u(n, draft) left join app.find_imported(p_workspace, ns, drafts) f on f.n = u.n) q;
  update app.contact_import_row r set outcome = 'duplicate', contact_id = null, reasons = jsonb_build_array(jsonb_build_object('code', 'duplicateInFile', 'column', null, 'value', d.first))
    from unnest(ns, v_first) d(n, first) where d.first < d.n and r.workspace_id = p_workspace and r.import_id = p_import and r.n between p_from and upto and r.n = d.n;
  update app.contact_import_row r set outcome = 'skip', contact_id = d.id
    from unnest(ns, ids, are_new, v_first) d(n, id, is_new, first)
   where p_policy = 'skip' and not d.is_new and d.first = d.n and r.workspace_id = p_workspace and r.import_id = p_import and r.n between p_from and upto and r.n = d.n;
  select array_agg(d.n order by d.n), array_agg(d.draft order by d.n), array_agg(d.id order by d.n), array_agg(d.is_new order by d.n)
    into ns, drafts, ids, are_new
    from unnest(ns, drafts, ids, are_new, v_first) d(n, draft, id, is_new, first) where d.is_new or (d.first = d.n and p_policy <> 'skip');
end $$;

-- Does the next rows, in one transaction with the place that was reached: a process that dies in the middle has done all of a stretch or nothing of it.
-- Null when nobody wants it to run, false when there is nothing left.
create or replace function app.run_import(p_workspace uuid, p_import uuid, p_limit integer, p_most_tags integer) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare
  i app.contact_import; v_over boolean; v_now timestamptz := clock_timestamp(); v_from integer; v_to integer; v_n integer[]; v_drafts jsonb[]; v_ids uuid[]; v_is_new boolean[]; v_known uuid[];
  v_befores jsonb[] := '{}'; v_afters jsonb[] := '{}'; v_said text[] := '{}'; d record; v_before jsonb; v_after jsonb; v_marketing text; v_digest text;
begin
  select * into i from app.contact_import x where x.workspace_id = p_workspace and x.id = p_import and x.state = 'running' for update;
  if not found then return null; end if;
  -- an account that owes adds nothing by itself; once it has paid somebody goes on where it was
  if guard.refuses('imports') is not null then
    update app.contact_import x set state = 'stopped', halted = 'owes' where x.workspace_id = p_workspace and x.id = p_import;
    return null;
  end if;
  -- before any contact, as whoever makes one takes it
  perform guard.hold_room('contacts');
  v_over := i.policy = 'overwrite';
  v_from := i.at_row + 1;
  select c.upto, c.ns, c.drafts, c.ids, c.are_new into v_to, v_n, v_drafts, v_ids, v_is_new from app.choose_imported(p_workspace, p_import, v_from, p_limit, i.policy) c;
  if v_to is null then
    update app.contact_import x set state = 'done', ended_at = clock_timestamp() where x.workspace_id = p_workspace and x.id = p_import;
    return false;
  end if;
  -- where the plan has no room for the whole stretch it stands still; whoever goes on with it is told why
  if guard.take_room('contacts', (select count(*)::integer from unnest(v_ids, v_is_new) u(id, is_new)
      left join app.contact c on c.workspace_id = p_workspace and c.id = u.id where u.is_new or (c.deleted_at is not null and c.kind <> 'group'))) is not null then
    update app.contact_import x set state = 'stopped', halted = 'room' where x.workspace_id = p_workspace and x.id = p_import;
    return null;
  end if;
  v_known := '{}';
  perform app.make_imported_tags(p_workspace, p_import, v_n, v_drafts, p_most_tags);
  -- one by one by their key: many at once are looked for among everybody of the workspace, which nobody has counted since the import began
  for d in
    select u.id, x.*, m.person_id from unnest(v_ids, v_drafts, v_is_new) u(id, draft, is_new)
      cross join lateral jsonb_to_record(u.draft) x(name text, email text, company text, city text, country text, birthday date, language text, kind text, "ownerId" uuid, notes text, fields jsonb)
      left join app.member m on m.workspace_id = p_workspace and m.person_id = x."ownerId"
     where not u.is_new
  loop
    update app.contact c set
      name = case when d.name <> '' and (v_over or c.name = '') then d.name else c.name end,
      email = case when v_over then coalesce(d.email, c.email) else coalesce(c.email, d.email) end,
      company = case when v_over then coalesce(d.company, c.company) else coalesce(c.company, d.company) end,
      city = case when v_over then coalesce(d.city, c.city) else coalesce(c.city, d.city) end,
      country = case when v_over then coalesce(d.country, c.country) else coalesce(c.country, d.country) end,
      birthday = case when v_over then coalesce(d.birthday, c.birthday) else coalesce(c.birthday, d.birthday) end,
      language = case when v_over then coalesce(d.language, c.language) else coalesce(c.language, d.language) end,
      kind = case when v_over and c.kind not in ('blocked', 'group') then coalesce(d.kind, c.kind) else c.kind end,
      owner_id = case when v_over then coalesce(d.person_id, c.owner_id) else coalesce(c.owner_id, d.person_id) end,
      notes = case when v_over then coalesce(d.notes, c.notes) else coalesce(c.notes, d.notes) end,
      fields = case when v_over then c.fields || coalesce(d.fields, '{}') else coalesce(d.fields, '{}') || c.fields end,
      -- who is in a file is wanted: they come back from the bin
      deleted_at = null, deleted_by = null
      where c.workspace_id = p_workspace and c.id = d.id
      returning app.import_image(old), app.import_image(new), c.marketing into v_before, v_after, v_marketing;
    v_known := array_append(v_known, d.id);
    v_befores := array_append(v_befores, v_before);
    v_afters := array_append(v_afters, v_after);
    v_said := array_append(v_said, v_marketing);
  end loop;

  -- planned for these rows each time, and in a statement of its own so that what checks the keys behind it keeps its plans
  execute $work$
  with drafts as materialized (
    select r.n, r.id, r.is_new, d.*, m.person_id, app.imported_consent($12, d.consent) state
      from unnest($3, $4, $5, $6) r(n, draft, id, is_new)
      cross join lateral jsonb_to_record(r.draft) d(name text, phones jsonb, email text, company text, city text, country text, birthday date, language text, kind text, "ownerId" uuid, notes text, fields jsonb, consent text, tags jsonb)
      left join app.member m on m.workspace_id = $1 and m.person_id = d."ownerId"),
  made as (
    insert into app.contact as c (workspace_id, id, name, email, company, city, country, birthday, language, kind, owner_id, notes, fields, source, marketing, marketing_at)
      select $1, d.id, d.name, d.email, d.company, d.city, d.country, d.birthday, d.language, coalesce(d.kind, 'prospect'), d.person_id, d.notes, coalesce(d.fields, '{}'), 'import',
          d.state, case when d.state is not null then $9 end
        from drafts d where d.is_new order by d.n
      returning c.id, null::jsonb before, app.import_image(c) after),
  changed as (select k.id, k.before, k.after from unnest($7, $8, $15) k(id, before, after)),
  numbers as (
    insert into app.contact_identity (workspace_id, contact_id, kind, value, raw, source)
      select $1, d.id, 'phone', p.digits, p.raw, 'import' from drafts d cross join lateral jsonb_to_recordset(d.phones) p(digits text, raw text)
       where d.is_new or not exists (select 1 from unnest(app.phone_variants(p.digits)) f(value)
         cross join lateral (select x.id from app.contact_identity x where x.workspace_id = $1 and x.kind = any ('{wa_pn,phone}') and x.value = f.value order by x.kind, x.value offset 0) y)
       order by d.n
      on conflict (workspace_id, kind, value) do nothing returning id, contact_id),
  labels as (
    insert into app.contact_tag (workspace_id, contact_id, tag_id, source)
      select distinct $1, d.id, g.id, 'import' from drafts d cross join lateral jsonb_array_elements_text(d.tags) t(name)
        join app.tag g on g.workspace_id = $1 and lower(g.name) = lower(t.name)
      on conflict do nothing returning contact_id, tag_id),
  -- whoever said no is never made to say yes by a file
  agreed as (
    insert into app.contact_consent (workspace_id, contact_id, channel, purpose, state, source, shown, by_person_id, at)
      select $1, d.id, 'any', 'marketing', d.state, 'import', $13, $14, $9 from drafts d
        left join unnest($7, $16) c(id, marketing) on c.id = d.id
       where d.state is not null and c.marketing is distinct from d.state and c.marketing is distinct from 'out'),
  told as (
    update app.conversation v set version = v.version + 1 where v.workspace_id = $1 and v.contact_id = any ($7) returning v.id),
  hinted as (
    insert into app.change (workspace_id, topic, entity_id, conversation_id) select $1, 'conversation', t.id, t.id from told t)
  update app.contact_import_row r set contact_id = d.id, outcome = case when d.is_new then 'new' else 'update' end, before = w.before,
      after = sha256(convert_to(w.after::text, 'UTF8')), added = coalesce(p.ids, '{}'), tags = coalesce(l.ids, '{}')
    from drafts d join (select * from made union all select * from changed) w on w.id = d.id
      left join (select n.contact_id, array_agg(n.id) ids from numbers n group by 1) p on p.contact_id = d.id
      left join (select n.contact_id, array_agg(n.tag_id) ids from labels n group by 1) l on l.contact_id = d.id
   where r.workspace_id = $1 and r.import_id = $2 and r.n between $10 and $11 and r.n = d.n
  $work$ using p_workspace, p_import, v_n, v_drafts, v_ids, v_is_new, v_known, v_befores, v_now, v_from, v_to, i.consent, i.consent_shown, i.person_id, v_afters, v_said;
  -- somebody wrote at this moment for the first time: the stretch is done once more, and finds them
  if exists (select 1 from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to and r.outcome = 'new'
      and cardinality(r.added) < jsonb_array_length(r.draft -> 'phones')) then
    raise exception 'a number of this import came by itself' using errcode = '40001';
  end if;
  select encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', r.n, r.outcome, encode(r.after, 'hex')), E'\n' order by r.n), ''), 'UTF8')), 'hex') into v_digest
    from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to;
  update app.contact_import x set at_row = v_to, digests = x.digests || v_digest,
      counts = x.counts || jsonb_build_object('created', coalesce((x.counts ->> 'created')::integer, 0) + coalesce(cardinality(v_ids), 0) - cardinality(v_known), 'updated', coalesce((x.counts ->> 'updated')::integer, 0) + cardinality(v_known))
    where x.workspace_id = p_workspace and x.id = p_import;
  return true;
end $$;

-- Takes the next rows back: contacts that the import made and nobody used go, those that it changed are as they were, unless somebody changed them since.
create or replace function app.undo_import(p_workspace uuid, p_import uuid, p_limit integer) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare i app.contact_import; v_from integer; v_to integer; v_ids uuid[]; v_id uuid; v_removed integer := 0; v_restored uuid[]; v_all integer;
begin
  select * into i from app.contact_import x where x.workspace_id = p_workspace and x.id = p_import and x.state = 'undoing' for update;
  if not found then return null; end if;
  v_from := i.at_row + 1;
  select max(x.n) into v_to from (select r.n from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n >= v_from and r.after is not null order by r.n limit p_limit) x;
  if v_to is null then
    -- labels that came with the file go with it, where nothing carries them and no segment asks for them
    delete from app.tag g where g.workspace_id = p_workspace and g.id = any (i.made_tags)
      and not exists (select 1 from app.contact_tag t where t.workspace_id = p_workspace and t.tag_id = g.id)
      and not exists (select 1 from app.conversation_tag t where t.workspace_id = p_workspace and t.tag_id = g.id)
      and not exists (select 1 from app.segment x where x.workspace_id = p_workspace and position(g.id::text in x.filter::text) > 0);
    update app.contact_import x set state = 'undone', ended_at = clock_timestamp() where x.workspace_id = p_workspace and x.id = p_import;
    return false;
  end if;
  select count(*) into v_all from app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to and r.after is not null;
  v_ids := array(
    select c.id from app.contact_import_row r join app.contact c on c.workspace_id = p_workspace and c.id = r.contact_id
     where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to and r.outcome = 'new' and r.after = sha256(convert_to(app.import_image(c)::text, 'UTF8'))
       and not exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.contact_id = c.id)
       and not exists (select 1 from app.contact_identity x where x.workspace_id = p_workspace and x.contact_id = c.id and not x.id = any (r.added))
     for update of c);
  begin
    delete from app.contact_identity x where x.workspace_id = p_workspace and x.contact_id = any (v_ids);
    delete from app.contact c where c.workspace_id = p_workspace and c.id = any (v_ids);
    get diagnostics v_removed = row_count;
  exception when foreign_key_violation then
    -- something else names one of them: each by itself, and that one stays
    foreach v_id in array v_ids loop
      begin
        delete from app.contact_identity x where x.workspace_id = p_workspace and x.contact_id = v_id;
        delete from app.contact c where c.workspace_id = p_workspace and c.id = v_id;
        v_removed := v_removed + 1;
      exception when foreign_key_violation then null;
      end;
    end loop;
  end;
  with back as (
    update app.contact c set name = b.name, email = b.email, company = b.company, city = b.city, country = b.country, birthday = b.birthday, language = b.language, kind = b.kind,
        owner_id = m.person_id, notes = b.notes, fields = b.fields, deleted_at = b.deleted_at
      from app.contact_import_row r cross join lateral jsonb_to_record(r.before) b(name text, email text, company text, city text, country text, birthday date, language text, kind text, owner_id uuid, notes text, fields jsonb, deleted_at timestamptz)
        left join app.member m on m.workspace_id = p_workspace and m.person_id = b.owner_id
     where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to and r.outcome = 'update' and c.workspace_id = p_workspace and c.id = r.contact_id
       and r.after = sha256(convert_to(app.import_image(c)::text, 'UTF8')) returning c.id)
  select array_agg(b.id) into v_restored from back b;
  delete from app.contact_identity x using app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to
     and r.contact_id = any (v_restored) and x.workspace_id = p_workspace and x.id = any (r.added) and x.kind = 'phone' and x.source = 'import';
  delete from app.contact_tag t using app.contact_import_row r where r.workspace_id = p_workspace and r.import_id = p_import and r.n between v_from and v_to
     and r.contact_id = any (v_restored) and t.workspace_id = p_workspace and t.contact_id = r.contact_id and t.tag_id = any (r.tags) and t.source = 'import';
  -- the ledger only grows: what the file said they agreed to is taken back
  insert into app.contact_consent (workspace_id, contact_id, channel, purpose, state, source, by_person_id)
    select p_workspace, c.id, 'any', 'marketing', 'out', 'import', i.person_id from app.contact c
     where c.workspace_id = p_workspace and c.id = any (v_restored) and c.marketing = 'in'
       and (select k.source from app.contact_consent k where k.workspace_id = p_workspace and k.contact_id = c.id and k.purpose = 'marketing' order by k.at desc, k.id desc limit 1) = 'import';
  with seen as (update app.conversation v set version = v.version + 1 where v.workspace_id = p_workspace and v.contact_id = any (v_restored) returning v.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', s.id, s.id from seen s;
  update app.contact_import x set at_row = v_to, counts = x.counts || jsonb_build_object(
      'removed', coalesce((x.counts ->> 'removed')::integer, 0) + v_removed, 'restored', coalesce((x.counts ->> 'restored')::integer, 0) + coalesce(cardinality(v_restored), 0),
      'kept', coalesce((x.counts ->> 'kept')::integer, 0) + v_all - v_removed - coalesce(cardinality(v_restored), 0))
    where x.workspace_id = p_workspace and x.id = p_import;
  return true;
end $$;
