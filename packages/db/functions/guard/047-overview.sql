-- What a person sees of all their workspaces at once. Each function first proves the session, then reads only workspaces that its person may enter.
-- Nothing here counts messages, and what it counts of conversations stops at 100: the cost follows the number of workspaces.

-- a name as searches compare it
create or replace function guard.plain(p_text text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
return translate(lower(btrim(coalesce(p_text, ''))), 'áàäâéèëêíìïîóòöôúùüûñç', 'aaaaeeeeiiiioooouuuunc');

-- the day that it is in a zone; a person may write a zone that no clock knows
create or replace function guard.today_in(p_time_zone text) returns date
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  return (guard.clock() at time zone p_time_zone)::date;
exception when invalid_parameter_value then return (guard.clock() at time zone 'UTC')::date;
end $$;

-- what names a workspace's present logo in addresses, so that a new one is another address; null without one
create or replace function guard.logo_version(p_workspace uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select encode(substring(l.digest from 1 for 8), 'hex') from app.workspace_logo l where l.workspace_id = p_workspace $$;

drop function if exists guard.own_workspaces(guard.session);

-- The workspaces that a session's person may enter, and how far they see in each: '' is everything. Those that ask for a second factor which the
-- person lacks, and those whose account's list leaves the pass outside, are none of them. Both are looked at once per account.
create or replace function guard.own_workspaces(s guard.session, p_pass bytea) returns table (id uuid, role text, permissions text[], reach text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  with mine as materialized (
    select w.id, w.account_id, w.is_demo, m.role, c.permissions, w as row
      from app.member m join app.workspace w on w.id = m.workspace_id left join app.custom_role c on c.workspace_id = m.workspace_id and c.id = m.custom_role_id
     where m.person_id = s.person_id and m.blocked_at is null and w.deleted_at is null),
  asks as materialized (
    select a.account_id, y as policy, s.kind = 'user' and guard.lacks_factor(s, a.account_id, false) as lacks,
        s.kind = 'user' and y.allow_list is not null and guard.is_outside(y, guard.pass_address(p_pass)) as outside
      from (select distinct x.account_id from mine x) a left join guard.account_policy y on y.account_id = a.account_id)
  select x.id, x.role, x.permissions, case when x.role in ('owner', 'admin', 'manager', 'viewer') then '' else guard.reach_of(x.role, x.permissions, x.row) end
    from mine x join asks a on a.account_id = x.account_id
   where not (a.lacks and guard.asks_factor(a.policy, x.role) and not x.is_demo) and not a.outside
$$;

-- Figures of given workspaces, for a person whose reach in each is known. Contacts are counted up to 100, from there on as the last hour's figure.
create or replace function guard.workspace_figures(p_person uuid, p_id uuid, p_reach text, p_time_zone text) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    -- apart, so that whoever sees everything is answered by the index alone
    'waiting', case when p_reach = '' and not guard.has_personal(p_id) then
        (select count(*) from (select 1 from app.conversation v where v.workspace_id = p_id and v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting') limit 100) q)
      else (select count(*) from (select 1 from app.conversation v where v.workspace_id = p_id and v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting')
        and v.personal_id is null
        and (p_reach = '' or v.assignee_id = p_person or (v.assignee_id is null and p_reach = 'own_unassigned')) limit 100) q) end,
    'unread', case when p_reach = '' and not guard.has_personal(p_id) then
        (select count(*) from (select 1 from app.conversation v where v.workspace_id = p_id and v.unread_count > 0 limit 100) q)
      else (select count(*) from (select 1 from app.conversation v where v.workspace_id = p_id and v.unread_count > 0
        and v.personal_id is null
        and (p_reach = '' or v.assignee_id = p_person or (v.assignee_id is null and p_reach = 'own_unassigned')) limit 100) q) end,
    'contacts', case when p_reach = '' then coalesce(
        (select w.contact_count from app.workspace w where w.id = p_id and w.contact_count >= 100),
        (select count(*) from (select 1 from app.contact c where c.workspace_id = p_id and (not guard.has_personal(p_id) or not guard.is_apart(p_id, c.id)) limit 100) q)) end,
    'messagesToday', case when p_reach = '' then coalesce((select sum(u.amount) from app.usage_day u
        where u.workspace_id = p_id and u.day = guard.today_in(p_time_zone) and u.metric in ('messages_in', 'messages_out')), 0) end,
    'numbers', coalesce((select jsonb_agg(jsonb_build_object('name', h.name, 'number', h.number, 'state', h.state, 'wanted', h.wanted) order by h.created_at, h.id)
      from app.channel h where h.workspace_id = p_id), '[]'))
$$;

create or replace function guard.workspace_row(w app.workspace, p_account text, p_role text, p_figures jsonb) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', w.id, 'name', w.name, 'slug', w.slug, 'color', w.color, 'colorNight', w.color_night, 'isDemo', w.is_demo, 'role', p_role,
    'accountId', w.account_id, 'accountName', p_account, 'closed', guard.closed_because(w), 'logo', guard.logo_version(w.id)) || p_figures
$$;

-- Figures without those that a role of the company's own may not read: null is not theirs to see. Roles by name read all of them.
create or replace function guard.figures_for(p_figures jsonb, p_permissions text[]) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp
return case when p_permissions is null then p_figures else p_figures
  || case when 'conversations.read' = any (p_permissions) then '{}' else '{"waiting": null, "unread": null, "messagesToday": null}'::jsonb end
  || case when 'contacts.read' = any (p_permissions) then '{}' else '{"contacts": null}'::jsonb end
  || case when 'channels.read' = any (p_permissions) then '{}' else '{"numbers": null}'::jsonb end end;

-- A page of the caller's workspaces by name, with their figures; p_search finds a part of a name, accents and capitals aside.
create or replace function guard.list_own_workspaces(p_pass bytea, p_person uuid, p_search text, p_skip integer, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_total integer; v_rows jsonb; v_find text := guard.plain(p_search);
begin
  select (select count(*) from guard.own_workspaces(s, p_pass)), coalesce(jsonb_agg(
      guard.workspace_row(q.w, q.account, q.role,
        guard.figures_for(guard.workspace_figures(s.person_id, (q.w).id, q.reach, (q.w).time_zone), q.permissions)) order by q.n), '[]')
    into v_total, v_rows from (
    select w, a.name account, o.role, o.reach, o.permissions, row_number() over (order by guard.plain(w.name), w.id) n
      from guard.own_workspaces(s, p_pass) o join app.workspace w on w.id = o.id join app.account a on a.id = w.account_id
     where v_find = '' or position(v_find in guard.plain(w.name)) > 0
     order by guard.plain(w.name), w.id offset p_skip limit p_limit) q;
  return jsonb_build_object('total', v_total, 'rows', v_rows);
end $$;

-- Every workspace that the caller owns, with its figures; those that need somebody first.
create or replace function guard.overview(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return coalesce((
    select jsonb_agg(guard.workspace_row(q.w, q.account, 'owner', q.f) order by guard.plain((q.w).name), (q.w).id) from (
      select w, a.name account, guard.workspace_figures(s.person_id, w.id, '', w.time_zone) f
        from guard.own_workspaces(s, p_pass) o join app.workspace w on w.id = o.id join app.account a on a.id = w.account_id
       where o.role = 'owner') q), '[]');
end $$;

-- The conversations that wait for an answer in all workspaces of the caller, the latest first, a page at a time. Each workspace gives its own latest
-- from the index of those that wait; archived ones and those that the caller does not see in it give none.
create or replace function guard.waiting_everywhere(p_pass bytea, p_person uuid, p_before_at timestamptz, p_before_id uuid, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', v.id, 'workspaceId', v.workspace_id, 'workspaceName', v.workspace, 'color', v.color, 'colorNight', v.color_night,
        'unreadCount', v.unread_count, 'lastMessageAt', to_char(v.last_message_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'lastPreview', v.last_preview,
        'lastKind', v.last_kind, 'contact', jsonb_build_object('id', c.id, 'name', c.name, 'profileName', c.profile_name, 'number',
          (select i.value from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1)))
        order by v.last_message_at desc, v.id desc)
      from (
        select x.*, w.name workspace, w.color, w.color_night from guard.own_workspaces(s, p_pass) o join app.workspace w on w.id = o.id,
          lateral (select y.id, y.workspace_id, y.contact_id, y.unread_count, y.last_message_at, y.last_preview, y.last_kind from app.conversation y
            where y.workspace_id = o.id and y.last_direction = 'in' and y.status in ('open', 'in_progress', 'waiting')
              and (y.last_message_at, y.id) < (coalesce(p_before_at, 'infinity'), coalesce(p_before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
              and y.personal_id is null
              and (o.reach = '' or y.assignee_id = s.person_id or (y.assignee_id is null and o.reach = 'own_unassigned'))
            order by y.last_message_at desc, y.id desc limit p_limit) x
         where guard.closed_because(w) is null and (o.role <> 'custom' or 'conversations.read' = any (o.permissions))
         order by x.last_message_at desc, x.id desc limit p_limit) v
      join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id), '[]');
end $$;

-- What is under way between accounts, as the caller has a say in it: workspaces that wait to be purged, offers to them, and the accounts that they
-- could take something into, with the room that is left there.
create or replace function guard.workspace_matters(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  perform guard.require_own(s);
  return jsonb_build_object(
    'deleted', coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'color', w.color, 'accountId', w.account_id,
        'deletedAt', w.deleted_at, 'purgedAfter', w.deleted_at + interval '30 days') order by w.deleted_at desc)
      from app.member m join app.workspace w on w.id = m.workspace_id
     where m.person_id = s.person_id and m.role = 'owner' and m.blocked_at is null and w.deleted_at > guard.clock() - interval '30 days'), '[]'),
    'offered', coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'workspaceId', w.id, 'workspaceName', w.name, 'color', w.color, 'fromName', a.name,
        'askedBy', b.name, 'expiresAt', t.expires_at) order by t.asked_at)
      from guard.person p join guard.workspace_transfer t on t.email_key = p.email_key join app.workspace w on w.id = t.workspace_id
      join app.account a on a.id = t.from_account join guard.person b on b.id = t.asked_by
     where p.id = s.person_id and t.settled_at is null and t.expires_at > guard.clock() and w.deleted_at is null), '[]'),
    'given', coalesce((select jsonb_agg(jsonb_build_object('workspaceId', w.id, 'workspaceName', w.name, 'email', t.email, 'expiresAt', t.expires_at) order by t.asked_at)
      from app.member m join app.workspace w on w.id = m.workspace_id join guard.workspace_transfer t on t.workspace_id = w.id and t.settled_at is null
     where m.person_id = s.person_id and m.role = 'owner' and m.blocked_at is null and w.deleted_at is null and t.expires_at > guard.clock()), '[]'),
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'isCancelled', a.cancelled_at is not null,
        'used', (select count(*) from app.workspace x where x.account_id = a.id and x.deleted_at is null),
        'limit', (v.body -> 'limits' ->> 'workspaces')::integer, 'nextPlan', v.body ->> 'next') order by a.name, a.id)
      from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
     where exists (select 1 from app.member m join app.workspace w on w.id = m.workspace_id
       where w.account_id = a.id and w.deleted_at is null and m.person_id = s.person_id and m.role = 'owner' and m.blocked_at is null)), '[]'));
end $$;
