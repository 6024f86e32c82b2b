-- What a contact is worth attending to, from 0 to 100, with the reasons. Who changed is counted again by a job, and once a day everybody is looked
-- through for what time alone changes; a row is written only where its score or its reasons are others.

-- What counts, and how much: what the company says, else as we have it. A rule of no points is off.
create or replace function app.score_rules(p_workspace uuid) returns table (rule text, tag_id uuid, points smallint, usual smallint)
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select d.rule, null::uuid, coalesce(r.points, d.points)::smallint, d.points::smallint
    from (values ('wroteWeek', 20), ('talked', 15), ('newThread', 10), ('vip', 30), ('customer', 15), ('consent', 15), ('email', 5), ('optedOut', -15), ('quietMonth', -20), ('blocked', -100)) d(rule, points)
    left join app.score_rule r on r.workspace_id = p_workspace and r.rule = d.rule
  union all
  select r.rule, r.tag_id, r.points, null from app.score_rule r where r.workspace_id = p_workspace and r.rule = 'tag'
$$;

-- Of each of these contacts the score and its reasons at an instant, the weightiest first; of a group there is none.
create or replace function app.scores_of(p_workspace uuid, p_ids uuid[], p_now timestamptz) returns table (id uuid, score smallint, reasons jsonb)
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select c.id, case when c.kind <> 'group' then greatest(0, least(100, coalesce(sum(r.points), 0)))::smallint end,
      case when c.kind <> 'group' then coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('rule', r.rule, 'points', r.points, 'tagId', r.tag_id))
        order by abs(r.points) desc, r.rule, r.tag_id) filter (where r.rule is not null), '[]') end
    from app.contact c left join app.score_rules(p_workspace) r on c.kind <> 'group' and r.points <> 0 and case r.rule
      when 'wroteWeek' then c.last_in_at >= p_now - interval '7 days'
      when 'talked' then c.last_in_at is not null and c.last_out_at is not null
      when 'newThread' then exists (select 1 from app.conversation v where v.workspace_id = p_workspace and v.contact_id = c.id and v.created_at >= p_now - interval '30 days')
      when 'vip' then c.kind = 'vip'
      when 'customer' then c.kind = 'customer'
      when 'blocked' then c.kind = 'blocked'
      when 'consent' then c.marketing = 'in'
      when 'optedOut' then c.marketing = 'out'
      when 'email' then c.email is not null
      -- we wrote last, and they have not written for so long
      when 'quietMonth' then c.last_out_at > coalesce(c.last_in_at, '-infinity') and coalesce(c.last_in_at, c.created_at) < p_now - interval '30 days'
      when 'tag' then exists (select 1 from app.contact_tag g where g.workspace_id = p_workspace and g.contact_id = c.id and g.tag_id = r.tag_id)
      else false end
   where c.workspace_id = p_workspace and c.id = any (p_ids)
   group by c.workspace_id, c.id
$$;

-- One batch: whoever changed, then the next of the day's walk. Answers whether more may be left. Who is held by somebody else is passed over: the next
-- batch or the next day finds them.
create or replace function app.score_contacts(p_workspace uuid, p_now timestamptz, p_limit integer) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_ids uuid[]; v_sweep app.score_sweep;
begin
  v_ids := array(select c.id from app.contact c where c.workspace_id = p_workspace and c.scored_at is null and c.deleted_at is null order by c.id limit p_limit for no key update skip locked);
  if v_ids <> '{}' then
    update app.contact c set score = s.score, score_reasons = s.reasons, scored_at = p_now from app.scores_of(p_workspace, v_ids, p_now) s
      where c.workspace_id = p_workspace and c.id = s.id;
    return true;
  end if;
  insert into app.score_sweep (workspace_id) values (p_workspace) on conflict do nothing;
  select * into v_sweep from app.score_sweep w where w.workspace_id = p_workspace for update skip locked;
  if not found or v_sweep.swept_on >= (p_now at time zone 'UTC')::date then return false; end if;
  v_ids := array(select c.id from app.contact c where c.workspace_id = p_workspace and c.id > coalesce(v_sweep.after_id, '00000000-0000-0000-0000-000000000000') order by c.id limit p_limit);
  with other as (
    select s.* from app.scores_of(p_workspace, v_ids, p_now) s join app.contact c on c.workspace_id = p_workspace and c.id = s.id
     where c.deleted_at is null and c.scored_at is not null and (c.score, c.score_reasons) is distinct from (s.score, s.reasons)),
  held as (
    select c.id from app.contact c join other o on o.id = c.id where c.workspace_id = p_workspace order by c.id for no key update of c skip locked)
  update app.contact c set score = o.score, score_reasons = o.reasons, scored_at = p_now from other o join held h on h.id = o.id
    where c.workspace_id = p_workspace and c.id = o.id;
  update app.score_sweep w set after_id = case when cardinality(v_ids) = p_limit then v_ids[p_limit] end,
      swept_on = case when cardinality(v_ids) = p_limit then w.swept_on else (p_now at time zone 'UTC')::date end where w.workspace_id = p_workspace;
  return cardinality(v_ids) = p_limit;
end $$;

-- Whoever changes in what counts is counted again.
create or replace function app.unscore_contact() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin new.scored_at := null; return new; end $$;

-- So is whoever gets or loses a label that counts. A contact that somebody else is changing is passed over; the day's walk makes up for it.
create or replace function app.unscore_tagged() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  -- whoever removes what is over may not write contacts, and has none to count again
  if not exists (select 1 from changed g join app.score_rule r on r.workspace_id = g.workspace_id and r.tag_id = g.tag_id) then return null; end if;
  with counted as (
    select distinct g.workspace_id, g.contact_id from changed g join app.score_rule r on r.workspace_id = g.workspace_id and r.tag_id = g.tag_id),
  held as (
    select c.workspace_id, c.id from counted x join app.contact c on c.workspace_id = x.workspace_id and c.id = x.contact_id
     where c.scored_at is not null order by c.id for no key update of c skip locked)
  update app.contact c set scored_at = null from held h where c.workspace_id = h.workspace_id and c.id = h.id;
  return null;
end $$;
