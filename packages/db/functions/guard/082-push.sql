-- Push: who is told in which browser, and how much. A subscription belongs to a session and ends with it.

-- This browser wants to be told, in the name of its session. An endpoint is one browser: whoever had it before is told nothing there any more.
create or replace function guard.subscribe_push(p_pass bytea, p_person uuid, p_endpoint text, p_p256dh bytea, p_auth bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  -- the row is the lock: an end of this session comes before or after, and takes away what is here
  perform 1 from guard.session x where x.id = s.id and x.ended_at is null for share;
  if not found then raise exception 'the session has ended' using errcode = 'RG001', detail = '{"reason":"none"}'; end if;
  delete from guard.push_subscription x where x.endpoint = p_endpoint or x.session_id = s.id;
  insert into guard.push_subscription (session_id, person_id, endpoint, p256dh, auth) values (s.id, s.person_id, p_endpoint, p_p256dh, p_auth);
end $$;

create or replace function guard.unsubscribe_push(p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  s := guard.live_session(p_pass, p_person);
  delete from guard.push_subscription x where x.session_id = s.id;
end $$;

-- a session that somebody or something ended is told nothing any more
create or replace function guard.end_push() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from guard.push_subscription x where x.session_id = new.id;
  return null;
end $$;

-- Whoever comes anew, or whose proofs are worth nothing any more, leaves nothing of sessions whose time was over: those would have been displaced.
create or replace function guard.end_former_push() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from guard.push_subscription x using guard.session s
   where x.person_id = new.person_id and s.id = x.session_id and (s.ended_at is not null or least(s.idle_expires_at, s.abs_expires_at) <= guard.clock());
  return null;
end $$;

create or replace function guard.has_push(p_person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from guard.push_subscription x where x.person_id = p_person)
$$;

-- Where and how somebody is told of a notification: unread, of what they still see, not in their quiet hours. `live` says whether their session
-- lives, in a place that their company lets in from anywhere; only then is said who and what. After the end of its time a session is told how many
-- for a fortnight.
create or replace function guard.push_to_send(p_workspace uuid, p_notification uuid, p_subscription uuid)
returns table (id uuid, endpoint text, p256dh bytea, auth bytea, live boolean, locale text, kind text, name text, detail jsonb, preview text, conversation_id uuid,
  workspace text, unread integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n app.notification;
begin
  if guard.workspace_id() is distinct from p_workspace or not guard.is_system() then raise exception 'not from here' using errcode = '42501'; end if;
  select * into n from app.notification x where x.workspace_id = p_workspace and x.id = p_notification and x.read_at is null and 'push' = any (x.via);
  if not found then return; end if;
  return query
    select x.id, x.endpoint, x.p256dh, x.auth,
        s.ended_at is null and least(s.idle_expires_at, s.abs_expires_at) > guard.clock()
          and not exists (select 1 from guard.account_policy y where y.account_id = w.account_id and y.allow_list is not null),
        p.locale, n.kind, coalesce(nullif(c.name, ''), c.profile_name), n.detail, v.last_preview, n.conversation_id, w.name,
        (select least(count(*), 99)::integer from app.notification u where u.workspace_id = p_workspace and u.person_id = n.person_id and u.read_at is null and 'app' = any (u.via))
      from guard.push_subscription x
      join guard.session s on s.id = x.session_id and (s.ended_at is null or s.end_reason in ('idle', 'absolute'))
        and least(s.idle_expires_at, s.abs_expires_at) > guard.clock() - interval '14 days'
      join app.member m on m.workspace_id = p_workspace and m.person_id = n.person_id and m.blocked_at is null
      join app.workspace w on w.id = p_workspace and coalesce(w.archived_at, w.deleted_at, w.deactivated_at, w.frozen_at) is null
      join guard.person p on p.id = n.person_id
      join guard.account a on a.person_id = n.person_id and a.disabled_at is null
      left join app.notification_preference q on q.workspace_id = p_workspace and q.person_id = n.person_id
      left join app.conversation v on v.workspace_id = p_workspace and v.id = n.conversation_id
      left join app.contact c on c.workspace_id = p_workspace and c.id = v.contact_id
     where x.person_id = n.person_id and (p_subscription is null or x.id = p_subscription)
       and not guard.is_quiet(q.quiet_from, q.quiet_to, p.time_zone)
       and (n.conversation_id is null or v.id is not null and v.personal_until is null and case when v.personal_to is not null then v.personal_to = n.person_id else case guard.reach_of(m.role, guard.custom_rights(m.workspace_id, m.custom_role_id), w)
         when '' then true when 'own' then v.assignee_id is not distinct from n.person_id else v.assignee_id is null or v.assignee_id = n.person_id end end);
end $$;

-- its push service says that nobody is there any more
create or replace function guard.drop_push(p_subscription uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  delete from guard.push_subscription x where x.id = p_subscription
$$;
