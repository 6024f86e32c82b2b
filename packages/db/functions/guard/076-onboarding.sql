-- The first steps of companies: what exists of them beyond what a verb may read, and where people stop.

-- For the account of the workspace at work: how many companies it has, links that live, and people who are in or were asked, whoever founded it
-- included; and whether anything was ever sent from the workspace itself, by whoever is counted for it.
create or replace function guard.onboarding_facts() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace uuid := guard.workspace_id();
  v_of uuid[] := array(select w.id from app.workspace w where w.deleted_at is null
    and w.account_id = (select x.account_id from app.workspace x where x.id = v_workspace));
begin
  return jsonb_build_object(
    'workspaces', cardinality(v_of),
    'sent', exists (select 1 from guard.use_entry u where u.workspace_id = v_workspace and u.name = 'messages'),
    'links', (select count(*) from guard.access_link k where k.workspace_id = any (v_of) and k.revoked_at is null),
    'people', (select count(distinct m.person_id) from app.member m where m.workspace_id = any (v_of))
      + (select count(*) from guard.invitation i where i.workspace_id = any (v_of) and i.accepted_at is null and i.revoked_at is null and i.expires_at > guard.clock()));
end $$;

-- For the staff: of the companies that began in the last days, how many were shown each step (what was found done before is not), did it or passed it by, and the median time from seeing
-- it to having done it. Demos do not count. Figures of all together; no company is named.
create or replace function guard.onboarding_funnel(p_pass bytea, p_person uuid, p_days integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_from timestamptz := guard.clock() - make_interval(days => least(90, greatest(1, p_days)));
begin
  perform guard.enter_staff(p_pass, p_person);
  return (
    select coalesce(jsonb_agg(jsonb_build_object('path', q.path, 'step', q.step, 'seen', q.seen, 'done', q.done, 'skipped', q.skipped,
        'medianSeconds', q.median) order by q.path, q.seen desc, q.step), '[]')
      from (
        select o.path, o.step, count(*) filter (where o.seen_at is distinct from o.done_at) seen, count(o.done_at) done, count(*) filter (where o.done_at is null and o.skipped_at is not null) skipped,
            round(extract(epoch from percentile_cont(0.5) within group (order by o.done_at - o.seen_at) filter (where o.done_at > o.seen_at))) median
          from app.onboarding_step o join app.workspace w on w.id = o.workspace_id
         where not w.is_demo and w.created_at >= v_from group by o.path, o.step) q);
end $$;
