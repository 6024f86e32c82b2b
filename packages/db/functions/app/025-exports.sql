-- The contacts of one part of an export, in the order that was settled, as a file tells of them; whoever went into the bin since is left out. Days are
-- YYYY-MM-DD, times YYYY-MM-DD HH:MM where the company is. While nobody has counted a workspace since it grew, every index that begins with it looks as
-- good: orders are asked for that only the right one gives, and no sorting and no other way of joining.
create or replace function app.export_part(p_workspace uuid, p_export uuid, p_n integer) returns setof jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_sort = off
as $$
declare v_zone text; v_ids uuid[];
begin
  select w.time_zone into v_zone from app.workspace w where w.id = p_workspace;
  select p.ids into v_ids from app.contact_export_part p where p.workspace_id = p_workspace and p.export_id = p_export and p.n = p_n;
  return query
    select jsonb_build_object('id', c.id, 'name', c.name, 'profile', c.profile_name, 'email', c.email, 'company', c.company, 'city', c.city, 'country', c.country,
        'birthday', c.birthday, 'language', c.language, 'kind', c.kind, 'consent', c.marketing, 'consentAt', to_char(c.marketing_at at time zone v_zone, 'YYYY-MM-DD HH24:MI'),
        'ownerId', c.owner_id, 'notes', c.notes, 'source', c.source, 'created', to_char(c.created_at at time zone v_zone, 'YYYY-MM-DD HH24:MI'),
        'lastIn', to_char(c.last_in_at at time zone v_zone, 'YYYY-MM-DD HH24:MI'), 'lastOut', to_char(c.last_out_at at time zone v_zone, 'YYYY-MM-DD HH24:MI'), 'fields', c.fields,
        'phones', (select array_agg(i.value order by i.kind <> 'wa_pn', i.id) from (
          select x.id, x.kind, x.value from app.contact_identity x where x.workspace_id = p_workspace and x.contact_id = c.id order by x.workspace_id, x.contact_id offset 0) i
          where i.kind in ('wa_pn', 'phone')),
        'tags', (select array_agg(g.name order by lower(g.name)) from (
          select x.tag_id from app.contact_tag x where x.workspace_id = p_workspace and x.contact_id = c.id order by x.workspace_id, x.contact_id, x.tag_id offset 0) t
          join app.tag g on g.workspace_id = p_workspace and g.id = t.tag_id),
        'consentSource', case when c.marketing is not null then (select k.source from app.contact_consent k where k.workspace_id = p_workspace and k.contact_id = c.id and k.purpose = 'marketing'
          order by k.at desc, k.id desc limit 1) end)
      from unnest(v_ids) with ordinality u(id, place)
        cross join lateral (select x.* from app.contact x where x.workspace_id = p_workspace and x.id >= u.id and x.id <= u.id order by x.workspace_id, x.id offset 0) c
     where c.deleted_at is null order by u.place;
end $$;
