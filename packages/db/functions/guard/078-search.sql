-- Search. What compares texts is not leakproof, so beneath a policy none of it is a condition of an index, and every search would read all that a
-- company ever wrote. These functions look past the policies: they take the company and the actor from the context that a door made and from
-- nothing else, ask the same question of visibility themselves, and answer ids and places. Whoever calls them reads the rows behind those ids
-- under row security (app.search_messages, app.search_contacts), so that a fault here shows nobody anything.

-- The conversations among which somebody may find something, or null for all of the company's. More than 500 are not listed: `narrow` is false then,
-- and each match is asked for its conversation instead. `newest` is when anything was said last: a phone whose clock is ahead writes in the future.
create or replace function guard.search_scope(p_contact uuid, out conversations uuid[], out narrow boolean, out newest timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  -- what a caller holds its own plans to is not meant for these
  set enable_indexscan = on set enable_indexonlyscan = on
as $$
declare v text[] := guard.context(); v_workspace uuid := v[1]; v_reach text := v[5]; v_me uuid; v_hidden uuid[] := guard.hidden_threads();
begin
  narrow := true;
  conversations := '{}';
  if v_workspace is null then return; end if;
  -- a link sees by its giver's reach, and no conversation is a link's
  if v_reach <> '' and v[2] = 'person' then v_me := nullif(v[3], ''); end if;
  if p_contact is not null then
    select coalesce(array_agg(x.id), '{}') into conversations from app.conversation x
      where x.workspace_id = v_workspace and x.contact_id = p_contact and x.id <> all (v_hidden)
        and (v_reach = '' or x.personal_id is not null or x.assignee_id = v_me or (v_reach = 'own_unassigned' and x.assignee_id is null));
  elsif v_reach = '' then
    conversations := null;
    narrow := false;
  else
    select coalesce(array_agg(q.id), '{}') into conversations from (
      select o.id from (select x.id from app.conversation x where x.workspace_id = v_workspace and x.assignee_id = v_me limit 501) o
      union all
      select n.id from (select x.id from app.conversation x where x.workspace_id = v_workspace and x.assignee_id is null and v_reach = 'own_unassigned' and x.personal_id is null limit 501) n
      union all
      select x.id from app.conversation x where x.workspace_id = v_workspace and x.personal_id is not null and x.id <> all (v_hidden)
      limit 501) q;
    if cardinality(conversations) > 500 then
      conversations := null;
      narrow := false;
    end if;
  end if;
  if not narrow then
    select x.last_message_at into newest from app.conversation x where x.workspace_id = v_workspace order by x.last_message_at desc, x.id desc limit 1;
  end if;
end $$;

-- A page of the messages that say p_words, newest first. Where few conversations are in question each is asked for itself, so that what the others
-- say takes no time either. Otherwise the calendar is walked back, by two years' months, by four years, and the rest at once: every step is one look
-- into one index, and the page is full at the first that fill it, however many more there are. `reached` is where the time ended, null when all was
-- looked through.
create or replace function guard.find_messages(
  p_words tsquery, p_before_at timestamptz, p_before_id uuid, p_limit integer, p_channel uuid, p_contact uuid, p_author uuid, p_direction text,
  p_from timestamptz, p_to timestamptz, p_kinds text[], out ids uuid[], out reached timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
as $$
declare
  v text[] := guard.context(); v_workspace uuid := v[1]; v_reach text := v[5]; v_me uuid; v_scope uuid[]; v_narrow boolean; v_found uuid[];
  v_month integer; v_edge timestamptz; v_start timestamptz := clock_timestamp(); v_until timestamptz; v_steps integer := 0; v_newest timestamptz; v_hidden uuid[] := guard.hidden_threads();
begin
  ids := '{}';
  if v_workspace is null then return; end if;
  if v[2] = 'person' then v_me := nullif(v[3], ''); end if;
  select s.conversations, s.narrow, greatest(s.newest, v_start) into v_scope, v_narrow, v_newest from guard.search_scope(p_contact) s;
  if v_narrow then
    select coalesce(array_agg(q.id order by q.occurred_at desc, q.id desc), '{}') into ids from (
      select f.id, f.occurred_at from unnest(v_scope) t(id) cross join lateral (
        select m.id, m.occurred_at from app.message m
         where m.workspace_id = v_workspace and m.body <> '' and uuid_hash(m.conversation_id) = uuid_hash(t.id)
           and to_tsvector('app.spanish'::regconfig, left(m.body, 20000)) @@ p_words
           and m.conversation_id = t.id
           and (m.occurred_at, m.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           and (p_from is null or m.occurred_at >= p_from) and (p_to is null or m.occurred_at < p_to)
           and (p_channel is null or m.channel_id = p_channel) and (p_author is null or m.author_id = p_author)
           and (p_direction is null or m.direction = p_direction) and (p_kinds is null or m.kind = any (p_kinds))
         order by m.occurred_at desc, m.id desc limit p_limit) f
       order by f.occurred_at desc, f.id desc limit p_limit) q;
    return;
  end if;
  v_until := least(coalesce(p_before_at, 'infinity'), coalesce(p_to, 'infinity'), v_newest);
  v_month := app.month_of(v_until);
  loop
    v_steps := v_steps + 1;
    if v_steps > 1 and clock_timestamp() > v_start + interval '1200 milliseconds' then
      reached := v_edge;
      return;
    end if;
    if v_steps <= 24 then
      select array_agg(q.id order by q.occurred_at desc, q.id desc) into v_found from (
        select m.id, m.occurred_at from app.message m
         where m.workspace_id = v_workspace and m.body <> '' and app.month_of(m.occurred_at) = v_month
           and to_tsvector('app.spanish'::regconfig, left(m.body, 20000)) @@ p_words
           and (m.occurred_at, m.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           and (p_from is null or m.occurred_at >= p_from) and (p_to is null or m.occurred_at < p_to)
           and (p_channel is null or m.channel_id = p_channel) and (p_author is null or m.author_id = p_author)
           and (p_direction is null or m.direction = p_direction) and (p_kinds is null or m.kind = any (p_kinds))
           and m.conversation_id <> all (v_hidden)
           and (v_reach = '' or exists (select 1 from app.conversation x where x.workspace_id = v_workspace and x.id = m.conversation_id
             and (x.personal_id is not null or x.assignee_id = v_me or (v_reach = 'own_unassigned' and x.assignee_id is null))))
         order by m.occurred_at desc, m.id desc limit p_limit - cardinality(ids)) q;
      -- the beginning of the month: what is looked through so far
      v_edge := make_timestamptz(v_month / 12, v_month % 12 + 1, 1, 0, 0, 0, 'UTC');
      v_month := v_month - 1;
    elsif v_steps <= 28 then
      select array_agg(q.id order by q.occurred_at desc, q.id desc) into v_found from (
        select m.id, m.occurred_at from app.message m
         where m.workspace_id = v_workspace and m.body <> '' and app.year_of(m.occurred_at) = v_month / 12 and app.month_of(m.occurred_at) + 0 <= v_month
           and to_tsvector('app.spanish'::regconfig, left(m.body, 20000)) @@ p_words
           and (m.occurred_at, m.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           and (p_from is null or m.occurred_at >= p_from) and (p_to is null or m.occurred_at < p_to)
           and (p_channel is null or m.channel_id = p_channel) and (p_author is null or m.author_id = p_author)
           and (p_direction is null or m.direction = p_direction) and (p_kinds is null or m.kind = any (p_kinds))
           and m.conversation_id <> all (v_hidden)
           and (v_reach = '' or exists (select 1 from app.conversation x where x.workspace_id = v_workspace and x.id = m.conversation_id
             and (x.personal_id is not null or x.assignee_id = v_me or (v_reach = 'own_unassigned' and x.assignee_id is null))))
         order by m.occurred_at desc, m.id desc limit p_limit - cardinality(ids)) q;
      v_edge := make_timestamptz(v_month / 12, 1, 1, 0, 0, 0, 'UTC');
      v_month := v_month / 12 * 12 - 1;
    else
      select array_agg(q.id order by q.occurred_at desc, q.id desc) into v_found from (
        select m.id, m.occurred_at from app.message m
         where m.workspace_id = v_workspace and m.body <> '' and app.month_of(m.occurred_at) + 0 <= v_month
           and to_tsvector('app.spanish'::regconfig, left(m.body, 20000)) @@ p_words
           and (m.occurred_at, m.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
           and (p_from is null or m.occurred_at >= p_from) and (p_to is null or m.occurred_at < p_to)
           and (p_channel is null or m.channel_id = p_channel) and (p_author is null or m.author_id = p_author)
           and (p_direction is null or m.direction = p_direction) and (p_kinds is null or m.kind = any (p_kinds))
           and m.conversation_id <> all (v_hidden)
           and (v_reach = '' or exists (select 1 from app.conversation x where x.workspace_id = v_workspace and x.id = m.conversation_id
             and (x.personal_id is not null or x.assignee_id = v_me or (v_reach = 'own_unassigned' and x.assignee_id is null))))
         order by m.occurred_at desc, m.id desc limit p_limit - cardinality(ids)) q;
      v_edge := '-infinity';
    end if;
    ids := ids || coalesce(v_found, '{}');
    exit when cardinality(ids) >= p_limit or v_edge <= coalesce(p_from, '-infinity');
  end loop;
end $$;

-- Who sees which contact, as app.sees_contact_row says of the caller's own rows, asked past the policies.
create or replace function guard.finds_contact(p_workspace uuid, p_contact uuid, p_owner uuid, p_reach text, p_me uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_indexscan = on
as $$
begin
  return p_reach = '' or coalesce(p_owner = p_me, false)
    or exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact
      and (x.personal_to = guard.own_id() or x.assignee_id = p_me or (p_reach = 'own_unassigned' and x.assignee_id is null and x.personal_id is null)))
    or (p_owner is null and p_reach = 'own_unassigned'
      and not exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact));
end $$;

-- A page of the contacts that fit, in the order of their names. p_like are patterns that all must be in name, profile or e-mail; p_digits is a part
-- of a number; p_prefix is how a name begins, and of one or two digits how a number does. Who is in the bin is not found. Who sees whom is what
-- app.sees_contact_row says.
create or replace function guard.find_contacts(
  p_like text[], p_digits text, p_prefix text, p_after text, p_after_id uuid, p_limit integer, out ids uuid[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  v text[] := guard.context(); v_workspace uuid := v[1]; v_reach text := v[5]; v_me uuid; v_scope uuid[]; v_narrow boolean := false; v_hidden uuid[] := guard.hidden_contacts();
  v_top text := chr(1114111); v_like text[] := array[p_like[1], coalesce(p_like[2], p_like[1]), coalesce(p_like[3], p_like[1])];
begin
  ids := '{}';
  if v_workspace is null then return; end if;
  if v[2] = 'person' then v_me := nullif(v[3], ''); end if;
  -- whoever sees nobody's contacts sees those that nobody ever talked to, however many were imported
  if v_reach = 'own' then
    select s.conversations, s.narrow into v_scope, v_narrow from guard.search_scope(null) s;
    if v_narrow then
      select coalesce(array_agg(q.id), '{}') into v_scope from (
        select x.contact_id as id from unnest(v_scope) t(id) join app.conversation x on x.workspace_id = v_workspace and x.id = t.id
        union
        (select c.id from app.contact c where c.workspace_id = v_workspace and c.owner_id = v_me limit 1001)) q;
      v_narrow := cardinality(v_scope) <= 1000;
    end if;
  end if;
  if v_narrow then
    -- theirs are few: each is looked at, and nobody else's
    select coalesce(array_agg(q.id order by q.key, q.id), '{}') into ids from (
      select c.id, c.search_name as key from unnest(v_scope) t(id) join app.contact c on c.workspace_id = v_workspace and c.id = t.id
       where c.deleted_at is null and c.id <> all (v_hidden)
         and ((p_prefix is not null and starts_with(c.search_name, p_prefix))
           or (p_like is not null and c.search_words like all (v_like))
           or exists (select 1 from app.contact_identity i where i.workspace_id = v_workspace and i.contact_id = c.id
             and case when p_digits is null then i.kind = 'email' and i.value like v_like[1]
               when p_prefix is not null then i.kind in ('wa_pn', 'phone') and starts_with(i.value, p_digits)
               else i.kind in ('wa_pn', 'phone') and app.number_text(i.value) like '%' || p_digits || '%' end))
         and (c.search_name, c.id) > (coalesce(p_after, ''), coalesce(p_after_id, '00000000-0000-0000-0000-000000000000'))
       order by c.search_name, c.id limit p_limit) q;
    return;
  end if;
  if p_prefix is null and p_like is not null then
    -- a word that many are called by is found soon in the order of the names, one that few are is found by its letters
    select array_agg(q.id order by q.key, q.id) filter (where q.fits) into ids from (
      select w.id, w.key, w.search_words like all (v_like) and w.deleted_at is null and w.id <> all (v_hidden) and guard.finds_contact(v_workspace, w.id, w.owner_id, v_reach, v_me) as fits from (
        select c.id, c.search_name as key, c.search_words, c.deleted_at, c.owner_id from app.contact c
         where c.workspace_id = v_workspace
           and (c.search_name, c.id) > (coalesce(p_after, ''), coalesce(p_after_id, '00000000-0000-0000-0000-000000000000'))
         order by c.search_name, c.id limit 600) w) q;
    ids := coalesce(ids[1 : p_limit], '{}');
    if p_digits is null and cardinality(ids) >= p_limit then return; end if;
  end if;
  select coalesce(array_agg(q.id order by q.key, q.id), '{}') into ids from (
    select k.id, k.search_name as key from (
      (select c.id from app.contact c where p_prefix is not null and c.workspace_id = v_workspace
          and c.search_name >= p_prefix and c.search_name < p_prefix || v_top
          and (c.search_name, c.id) > (coalesce(p_after, ''), coalesce(p_after_id, '00000000-0000-0000-0000-000000000000'))
          and c.deleted_at is null and c.id <> all (v_hidden) and (v_reach = '' or guard.finds_contact(v_workspace, c.id, c.owner_id, v_reach, v_me))
        order by c.search_name, c.id limit p_limit)
      union
      select c.id from app.contact c where p_prefix is null and p_like is not null and c.workspace_id = v_workspace
        and c.search_words like v_like[1] and c.search_words like v_like[2] and c.search_words like v_like[3]
      union
      (select i.contact_id from app.contact_identity i where p_digits is null and p_prefix is null and i.workspace_id = v_workspace
        and i.kind = 'email' and i.kind in ('wa_pn', 'phone', 'email') and app.number_text(i.value) like v_like[1] limit 1000)
      union
      -- a part of a number that fits more than a thousand tells too little to wait for the rest
      (select i.contact_id from app.contact_identity i where p_digits is not null and p_prefix is null and i.workspace_id = v_workspace
        and i.kind in ('wa_pn', 'phone', 'email') and app.number_text(i.value) like '%' || p_digits || '%' limit 1000)
      union
      (select i.contact_id from app.contact_identity i where p_digits is not null and p_prefix is not null and i.workspace_id = v_workspace
        and i.kind = 'wa_pn' and i.value >= p_digits and i.value < p_digits || 'z' order by i.workspace_id, i.kind, i.value limit 500)
    ) f(id) join app.contact k on k.workspace_id = v_workspace and k.id = f.id
     where (k.search_name, k.id) > (coalesce(p_after, ''), coalesce(p_after_id, '00000000-0000-0000-0000-000000000000'))
       and k.deleted_at is null and k.id <> all (v_hidden) and (v_reach = '' or guard.finds_contact(v_workspace, k.id, k.owner_id, v_reach, v_me))
     order by k.search_name, k.id limit p_limit) q;
end $$;
