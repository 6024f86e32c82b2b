-- What the guard knows of those who are told: who may be, where their mail goes, and whether they are away.

-- an act on somebody's own account that they should hear of, told to whoever tells them
create or replace function guard.tell_alarm() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if new.person_id is not null then
    perform jobs.emit_global('identity/account.alarmed', jsonb_build_object('personId', new.person_id, 'eventId', new.id::text, 'what', new.kind));
  end if;
  return null;
end $$;

-- The people of the entered workspace who have a right and are not shut out; with p_unassigned only those who see conversations that are nobody's.
create or replace function guard.people_with(p_right text, p_unassigned boolean) returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(m.person_id), '{}') from app.member m join app.workspace w on w.id = m.workspace_id
   where m.workspace_id = guard.workspace_id() and m.blocked_at is null and coalesce(w.archived_at, w.deleted_at, w.deactivated_at, w.frozen_at) is null
     and p_right = any (guard.member_rights(m))
     and (not p_unassigned or guard.reach_of(m.role, guard.custom_rights(m.workspace_id, m.custom_role_id), w) in ('', 'own_unassigned'))
$$;

-- the people of the entered workspace who are at it now, as the page of people shows it
create or replace function guard.people_online() returns uuid[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(m.person_id), '{}') from app.member m
   where m.workspace_id = guard.workspace_id() and m.blocked_at is null and exists (select 1 from guard.session x
     where x.person_id = m.person_id and x.kind = 'user' and x.ended_at is null and x.last_seen_at > guard.clock() - interval '3 minutes'
       and least(x.idle_expires_at, x.abs_expires_at) > guard.clock())
$$;

-- the workspaces in which somebody is told what happened to their account
create or replace function guard.workspaces_of(p_person uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select m.workspace_id from app.member m join app.workspace w on w.id = m.workspace_id
   where m.person_id = p_person and m.blocked_at is null and coalesce(w.archived_at, w.deleted_at, w.deactivated_at, w.frozen_at) is null order by m.created_at limit 50
$$;

-- What an account uses, for jobs in one of its workspaces; people ask guard.plan_use.
create or replace function guard.plan_use_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  if not guard.is_system() then return null; end if;
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  return jsonb_build_object(
    'numbers', guard.used_by(v_account, 'numbers'), 'contacts', guard.used_by(v_account, 'contacts'), 'messages', guard.used_by(v_account, 'messages'), 'month', guard.month_now(v_account),
    'workspaces', (select count(*) from app.workspace x where x.account_id = v_account and x.deleted_at is null),
    'seats', guard.seats(v_account, guard.workspace_id()) -> 'used');
end $$;

-- Queues a mail of its own for whoever was told of a limit here and wants it by mail, unless they had it for another workspace of the account. What was
-- mailed so is not mailed again with what waits. Answers how many.
create or replace function guard.mail_limit(p_cause text, p_sealed bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_account uuid; n integer;
begin
  if v_workspace is null or not guard.is_system() then raise exception 'not from here' using errcode = '42501'; end if;
  select w.account_id into v_account from app.workspace w where w.id = v_workspace;
  -- one workspace of an account after the other, so that each sees what was mailed before
  perform pg_advisory_xact_lock(hashtextextended(v_account::text || '|limits told', 0));
  with due as (
    update app.notification x set mailed_at = guard.clock() where x.workspace_id = v_workspace and x.kind = 'limit' and x.cause = p_cause and x.mailed_at is null
       and 'mail' = any (x.via) returning x.person_id)
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select p.email, 'plan-limit', p.locale, p_sealed from due d join guard.person p on p.id = d.person_id join guard.account a on a.person_id = p.id and a.disabled_at is null
     where not exists (select 1 from app.workspace w join app.notification o on o.workspace_id = w.id and o.person_id = d.person_id and o.cause = p_cause
       where w.account_id = v_account and w.id <> v_workspace and o.mailed_at is not null);
  get diagnostics n = row_count;
  return n;
end $$;

-- the hour of quiet, where the person is; what begins before midnight ends after it
create or replace function guard.is_quiet(p_from smallint, p_to smallint, p_zone text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_now timestamp; v_minute integer;
begin
  if p_from is null or p_from = p_to then return false; end if;
  begin
    v_now := guard.clock() at time zone p_zone;
  exception when invalid_parameter_value then v_now := guard.clock() at time zone 'UTC';
  end;
  v_minute := extract(hour from v_now) * 60 + extract(minute from v_now);
  return case when p_from < p_to then v_minute >= p_from and v_minute < p_to else v_minute >= p_from or v_minute < p_to end;
end $$;

-- What waits to be told by mail, by workspace and person: unread for five minutes, of what they still see, by somebody who is away, not within half
-- an hour of the last such mail, and not in their quiet hours.
create or replace function guard.notifications_to_mail(p_limit integer)
returns table (workspace_id uuid, person_id uuid, locale text, name text, workspace text, counts jsonb, conversation_id uuid, until text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with due as (
    select n.workspace_id, n.person_id, n.kind, n.conversation_id, n.at
      from app.notification n
     where n.read_at is null and n.mailed_at is null and 'mail' = any (n.via) and n.at < guard.clock() - interval '5 minutes' and n.at > guard.clock() - interval '3 days')
  select d.workspace_id, d.person_id, p.locale, p.name, w.name,
      jsonb_build_object('attention', count(*) filter (where d.kind = 'attention'), 'assigned', count(*) filter (where d.kind = 'assigned'),
        'mention', count(*) filter (where d.kind = 'mention'), 'others', count(*) filter (where d.kind not in ('attention', 'assigned', 'mention'))),
      (array_agg(d.conversation_id order by d.at desc) filter (where d.conversation_id is not null))[1], max(d.at)::text
    from due d
    join app.member m on m.workspace_id = d.workspace_id and m.person_id = d.person_id and m.blocked_at is null
    join app.workspace w on w.id = d.workspace_id and coalesce(w.archived_at, w.deleted_at, w.deactivated_at, w.frozen_at) is null
    join guard.person p on p.id = d.person_id
    join guard.account a on a.person_id = d.person_id and a.disabled_at is null
    left join app.notification_preference q on q.workspace_id = d.workspace_id and q.person_id = d.person_id
    left join app.conversation v on v.workspace_id = d.workspace_id and v.id = d.conversation_id
   where (q.mailed_at is null or q.mailed_at < guard.clock() - interval '30 minutes')
     and not guard.is_quiet(q.quiet_from, q.quiet_to, p.time_zone)
     and not exists (select 1 from guard.session s where s.person_id = d.person_id and s.ended_at is null and s.kind = 'user' and s.last_input_at > guard.clock() - interval '5 minutes')
     and (d.conversation_id is null or v.id is not null and v.personal_until is null and case when v.personal_to is not null then v.personal_to = d.person_id else case guard.reach_of(m.role, guard.custom_rights(m.workspace_id, m.custom_role_id), w)
       when '' then true when 'own' then v.assignee_id is not distinct from d.person_id else v.assignee_id is null or v.assignee_id = d.person_id end end)
   group by d.workspace_id, d.person_id, p.locale, p.name, w.name
   order by min(d.at) limit p_limit
$$;

-- Queues one mail for what waited until p_until, unless somebody else has meanwhile; answers whether it did.
create or replace function guard.mail_notifications(p_workspace uuid, p_person uuid, p_until timestamptz, p_sealed bytea, p_token_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare p guard.person; n integer;
begin
  if guard.workspace_id() is distinct from p_workspace or not guard.is_system() then raise exception 'not from here' using errcode = '42501'; end if;
  -- the row is the lock
  insert into app.notification_preference (workspace_id, person_id) values (p_workspace, p_person) on conflict do nothing;
  perform 1 from app.notification_preference q where q.workspace_id = p_workspace and q.person_id = p_person
     and (q.mailed_at is null or q.mailed_at < guard.clock() - interval '30 minutes') for update;
  if not found then return false; end if;
  update app.notification x set mailed_at = guard.clock() where x.workspace_id = p_workspace and x.person_id = p_person and x.read_at is null and x.mailed_at is null
     and 'mail' = any (x.via) and x.at <= p_until;
  get diagnostics n = row_count;
  if n = 0 then return false; end if;
  update app.notification_preference q set mailed_at = guard.clock(),
      off_hashes = case when p_token_hash = any (q.off_hashes) then q.off_hashes else q.off_hashes || p_token_hash end
   where q.workspace_id = p_workspace and q.person_id = p_person;
  select * into p from guard.person x where x.id = p_person;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values (p.email, 'notifications', p.locale, p_sealed);
  return true;
end $$;

-- The way out that every such mail carries: the digest of its token, which lets nobody in. p_kinds: what has mails, each with the ways left without
-- them. False for a token that no mail of this person carried.
create or replace function guard.stop_notification_mail(p_workspace uuid, p_person uuid, p_token_hash bytea, p_choices jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update app.notification_preference q set choices = (
      select coalesce(jsonb_object_agg(k.key, coalesce((select jsonb_agg(w) from jsonb_array_elements_text(coalesce(q.choices -> k.key, k.value)) w where w <> 'mail'), '[]')), '{}')
        from jsonb_each(p_choices) k)
   where q.workspace_id = p_workspace and q.person_id = p_person and p_token_hash = any (q.off_hashes);
  if not found then return false; end if;
  -- what waits is not sent any more either
  update app.notification x set via = array_remove(x.via, 'mail') where x.workspace_id = p_workspace and x.person_id = p_person and x.mailed_at is null
     and 'mail' = any (x.via) and cardinality(x.via) > 1;
  update app.notification x set mailed_at = guard.clock() where x.workspace_id = p_workspace and x.person_id = p_person and x.mailed_at is null and 'mail' = any (x.via);
  return true;
end $$;
