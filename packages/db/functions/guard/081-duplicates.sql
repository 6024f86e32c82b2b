-- Contacts that look alike, by what they share: a line, an address, or a name and one thing more. Like search (078-search.sql), this looks past the
-- policies, because what compares texts is not leakproof, and shows nothing by itself: it takes the company from the context and answers ids, and
-- whoever calls it reads the rows behind them under row security.
--
-- A page is the next so many values that several contacts share, walked along an index from where the page before ended; of one value, only so many
-- contacts are paired with each other, so that an address that hundreds share is no matter of their square. The orders that are asked for, and that no
-- sorting may give, leave only the indexes of these values (079-imports.sql).

create or replace function guard.find_duplicates(p_stage text, p_after text, p_limit integer) returns table (key text, low uuid, high uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashagg = off set enable_sort = off
as $$
#variable_conflict use_column
declare v_workspace uuid := guard.workspace_id();
begin
  if v_workspace is null then return; end if;
  if p_stage = 'phone' then
    return query
      with shared as (
        select app.line_of(i.value) key from app.contact_identity i
         where i.workspace_id = v_workspace and i.kind in ('wa_pn', 'phone') and app.line_of(i.value) > p_after
         group by i.workspace_id, app.line_of(i.value) having min(i.contact_id::text) <> max(i.contact_id::text) order by i.workspace_id, app.line_of(i.value) limit p_limit)
      select s.key, p.low, p.high from shared s left join lateral guard.pair_up(v_workspace,
        array(select i.contact_id from app.contact_identity i where i.workspace_id = v_workspace and i.kind in ('wa_pn', 'phone') and app.line_of(i.value) >= s.key and app.line_of(i.value) <= s.key
          order by i.workspace_id, app.line_of(i.value)), 6) p on true;
  elsif p_stage = 'email' then
    return query
      with shared as (
        select lower(c.email) key from app.contact c
         where c.workspace_id = v_workspace and c.email is not null and lower(c.email) > greatest(p_after, ' ')
         group by c.workspace_id, lower(c.email) having count(*) > 1 order by c.workspace_id, lower(c.email) limit p_limit)
      select s.key, p.low, p.high from shared s left join lateral (select q.* from guard.pair_up(v_workspace,
          array(select c.id from app.contact c where c.workspace_id = v_workspace and c.email is not null and lower(c.email) >= s.key and lower(c.email) <= s.key
            order by c.workspace_id, lower(c.email)), 6) q
        where not guard.share_line(v_workspace, q.low, q.high)) p on true;
  elsif p_stage = 'name' then
    return query
      with shared as (
        select c.sort_name key from app.contact c
         where c.workspace_id = v_workspace and c.deleted_at is null and c.sort_name > p_after collate "C" and c.sort_name like '%_ _%'
         group by c.workspace_id, c.sort_name having count(*) > 1 order by c.workspace_id, c.sort_name limit p_limit)
      select s.key, p.low, p.high from shared s left join lateral (select q.* from guard.pair_up(v_workspace,
          array(select c.id from app.contact c where c.workspace_id = v_workspace and c.deleted_at is null and c.sort_name >= s.key and c.sort_name <= s.key
            order by c.workspace_id, c.sort_name), 24) q
        where guard.shared_facts(v_workspace, q.low, q.high) <> '{}' and not guard.share_line(v_workspace, q.low, q.high)
          and not exists (select 1 from app.contact a, app.contact b where a.workspace_id = v_workspace and a.id = q.low and b.workspace_id = v_workspace and b.id = q.high and lower(a.email) = lower(b.email))
        limit 15) p on true;
  end if;
end $$;

-- Each two of the oldest so many that are people, not in the bin and not known to be two.
create or replace function guard.pair_up(p_workspace uuid, p_ids uuid[], p_most integer) returns table (low uuid, high uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with people as (
    select c.id from (select distinct x.id from unnest(p_ids) x(id)) x join app.contact c on c.workspace_id = p_workspace and c.id = x.id
     where c.deleted_at is null and c.kind <> 'group' and c.id <> all ((select guard.hidden_contacts())::uuid[]) order by c.id limit p_most)
  select a.id, b.id from people a join people b on a.id < b.id
   where not exists (select 1 from app.contact_apart n where n.workspace_id = p_workspace and n.low_id = a.id and n.high_id = b.id)
$$;

create or replace function guard.share_line(p_workspace uuid, p_one uuid, p_two uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from app.contact_identity a join app.contact_identity b on app.line_of(b.value) = app.line_of(a.value)
    where a.workspace_id = p_workspace and a.contact_id = p_one and a.kind in ('wa_pn', 'phone') and b.workspace_id = p_workspace and b.contact_id = p_two and b.kind in ('wa_pn', 'phone'))
$$;

-- What two share beside their name: company, city, birthday, or a value of the company's own fields that says who somebody is.
create or replace function guard.shared_facts(p_workspace uuid, p_one uuid, p_two uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select array_remove(array[
      case when app.fold(a.company) = app.fold(b.company) then 'company' end, case when app.fold(a.city) = app.fold(b.city) then 'city' end,
      case when a.birthday = b.birthday then 'birthday' end,
      (select min('field:' || f.id) from app.contact_field f where f.workspace_id = p_workspace and f.type in ('text', 'number', 'date', 'url', 'email', 'phone')
        and length(a.fields ->> f.id::text) >= 3 and app.fold(a.fields ->> f.id::text) = app.fold(b.fields ->> f.id::text))], null)
    from app.contact a, app.contact b where a.workspace_id = p_workspace and a.id = p_one and b.workspace_id = p_workspace and b.id = p_two
$$;

-- Why two look alike, for people who see both.
create or replace function guard.likeness(p_one uuid, p_two uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select array_remove(array[
      case when guard.share_line(a.workspace_id, a.id, b.id) then 'phone' end, case when lower(a.email) = lower(b.email) then 'email' end,
      case when a.sort_name = b.sort_name and a.sort_name like '%_ _%' then 'name' end], null) || guard.shared_facts(a.workspace_id, a.id, b.id)
    from app.contact a, app.contact b where a.workspace_id = guard.workspace_id() and a.id = p_one and b.workspace_id = guard.workspace_id() and b.id = p_two
$$;

-- Who looks like one contact, by the same signs: the surest first, and no more than a line of a card needs.
create or replace function guard.likes_of(p_contact uuid) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set enable_seqscan = off
as $$
#variable_conflict use_column
declare v_workspace uuid := guard.workspace_id(); me app.contact;
begin
  select c.* into me from app.contact c where c.workspace_id = v_workspace and c.id = p_contact and c.deleted_at is null and c.kind <> 'group';
  if not found then return; end if;
  return query
    with found as (
      (select b.contact_id id, 1 turn from app.contact_identity a join app.contact_identity b on b.workspace_id = v_workspace and b.kind in ('wa_pn', 'phone') and app.line_of(b.value) = app.line_of(a.value)
        where a.workspace_id = v_workspace and a.contact_id = me.id and a.kind in ('wa_pn', 'phone') limit 20)
      union all (select c.id, 2 from app.contact c where c.workspace_id = v_workspace and c.email is not null and lower(c.email) = lower(me.email) limit 20)
      union all (select c.id, 3 from app.contact c where c.workspace_id = v_workspace and c.deleted_at is null and c.sort_name = me.sort_name and me.sort_name like '%_ _%'
        and guard.shared_facts(v_workspace, c.id, me.id) <> '{}' limit 20))
    select f.id from found f join app.contact c on c.workspace_id = v_workspace and c.id = f.id
     where f.id <> me.id and c.deleted_at is null and c.kind <> 'group' and c.id <> all ((select guard.hidden_contacts())::uuid[])
       and not exists (select 1 from app.contact_apart n where n.workspace_id = v_workspace and n.low_id = least(f.id, me.id) and n.high_id = greatest(f.id, me.id))
     group by f.id order by min(f.turn), f.id limit 5;
end $$;
