-- What an account binds its people to, beside what the plan says: from where, with a second factor or not, how long without input.
-- A refusal for the place is RG012; it ends no session and holds for this account's workspaces alone.

-- whether the plan of an account has a feature
create or replace function guard.plan_has(p_account uuid, p_feature text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
    where a.id = p_account and v.body -> 'features' ? p_feature);
end $$;

-- Whether an account's list leaves an address outside; one that nobody knows is. Who asks has read the row already: accounts without one pay for
-- no more than that.
create or replace function guard.is_outside(p guard.account_policy, p_address inet) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return p.allow_list is not null and (p.list_paused_until is null or p.list_paused_until <= guard.clock())
    and not coalesce(p_address <<= any (p.allow_list::inet[]), false) and guard.plan_has(p.account_id, 'allowList');
end $$;

-- Refuses who is outside of an account's list, whether a person, a visitor by a link or a key. p_role: a person's, null for the others.
create or replace function guard.keep_list(p guard.account_policy, p_address inet, p_role text) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p.allow_list is not null and guard.is_outside(p, p_address) then
    raise exception 'not from here' using errcode = 'RG012',
      detail = jsonb_build_object('address', host(p_address), 'isOwner', coalesce(p_role = 'owner', false))::text;
  end if;
end $$;

-- Whether a role of an account needs a second factor, as far as the account has said; whether the plan has the policy at all is asked later.
create or replace function guard.asks_factor(p guard.account_policy, p_role text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case coalesce(p.two_factor, 'admins') when 'everybody' then true when 'admins' then p_role in ('owner', 'admin') else false end
$$;

-- The policies of the entered workspace's account, as the screens show them, and the caller's own address.
create or replace function guard.read_policies(p_pass bytea) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid; p guard.account_policy;
begin
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  select * into p from guard.account_policy x where x.account_id = v_account;
  return jsonb_build_object('twoFactor', coalesce(p.two_factor, 'admins'), 'idleMinutes', p.idle_minutes,
    'allowList', (select coalesce(jsonb_agg(n::text order by n), '[]') from unnest(p.allow_list) n), 'pausedUntil', case when p.list_paused_until > guard.clock() then p.list_paused_until end,
    'address', host(guard.pass_address(p_pass)), 'mayFactor', guard.plan_has(v_account, 'adminTwoFactor'), 'mayList', guard.plan_has(v_account, 'allowList'));
end $$;

-- Sets them: by an owner in their own session, after a fresh proof. 'done' with what was there before; 'plan' when the plan has no such
-- policy; 'outside' when the list would leave out whoever saves it, 'unproved' when they would lack the factor that they ask of everybody.
create or replace function guard.set_policies(p_pass bytea, p_person uuid, p_two_factor text, p_idle smallint, p_list text[], p_sealed bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare
  s guard.session; v_context text[] := guard.context(); v_account uuid; f guard.account_policy; n guard.account_policy; v_before jsonb;
begin
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if v_account is null or v_context[3] is distinct from s.person_id::text or v_context[4] is distinct from 'owner' then
    raise exception 'not an owner' using errcode = 'RG002';
  end if;
  perform 1 from app.account a where a.id = v_account for no key update;
  select * into f from guard.account_policy x where x.account_id = v_account;
  v_before := jsonb_build_object('twoFactor', coalesce(f.two_factor, 'admins'), 'idleMinutes', f.idle_minutes, 'allowList', coalesce(to_jsonb(f.allow_list::text[]), '[]'));
  n.account_id := v_account; n.two_factor := p_two_factor; n.idle_minutes := p_idle;
  n.allow_list := case when cardinality(p_list) > 0 then array(select distinct network(u::inet)::cidr from unnest(p_list) u) end;
  if (n.allow_list is not null and not guard.plan_has(v_account, 'allowList'))
     or ((p_two_factor <> 'admins' or p_idle is not null) and not guard.plan_has(v_account, 'adminTwoFactor')) then
    return jsonb_build_object('outcome', 'plan');
  end if;
  if guard.is_outside(n, guard.pass_address(p_pass)) then return jsonb_build_object('outcome', 'outside', 'address', host(guard.pass_address(p_pass))); end if;
  if p_two_factor <> 'nobody' and not 'passkey' = any (s.amr) and guard.second_factors(s.person_id) = '{}' and p_two_factor is distinct from coalesce(f.two_factor, 'admins') then
    return jsonb_build_object('outcome', 'unproved');
  end if;
  insert into guard.account_policy as x (account_id, two_factor, idle_minutes, allow_list, changed_by)
    values (v_account, p_two_factor, p_idle, n.allow_list, s.person_id)
    on conflict (account_id) do update set two_factor = excluded.two_factor, idle_minutes = excluded.idle_minutes, allow_list = excluded.allow_list,
      list_paused_until = null, changed_at = guard.clock(), changed_by = excluded.changed_by;
  -- what lives keeps to it from now on, and whoever is past it by that ends when they next ask
  if f.idle_minutes is distinct from p_idle then
    perform guard.fit_idle(m.person_id) from (select distinct x.person_id from app.member x join app.workspace w on w.id = x.workspace_id
      where w.account_id = v_account and x.blocked_at is null) m;
  end if;
  perform guard.tell_owners_of(v_account, 'policies-changed', p_sealed);
  -- it binds the whole account, and an owner could take the workspace where it was set away
  perform guard.note_beside(array(select w.id from app.workspace w where w.account_id = v_account), guard.workspace_id(), s.person_id, 'policies/policy.changed',
    v_account::text, jsonb_build_object('accountId', v_account), v_before,
    jsonb_build_object('twoFactor', p_two_factor, 'idleMinutes', p_idle, 'allowList', coalesce(to_jsonb(n.allow_list::text[]), '[]')), p_pass);
  return jsonb_build_object('outcome', 'done', 'before', v_before);
end $$;

-- a mail to every owner of an account
create or replace function guard.tell_owners_of(p_account uuid, p_template text, p_sealed bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select distinct p.email, p_template, p.locale, p_sealed from app.member m join app.workspace w on w.id = m.workspace_id join guard.person p on p.id = m.person_id
     where w.account_id = p_account and m.role = 'owner' and m.blocked_at is null
$$;

-- the owners of the entered workspace learn that its record is taken away; in the transaction that begins it
create or replace function guard.tell_of_export(p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  perform guard.tell_owners_of(v_account, 'audit-exported', p_sealed);
  -- a closed workspace keeps what it was, and lets it be taken away
  if guard.caller_may('audit.export') then perform guard.write_down(); end if;
end $$;

-- The way back for owners who are outside of their own list: after a fresh proof, which is a code by mail or what is stronger, it rests for an
-- hour from now. Every owner is told, and it stands in the audit of every other workspace of the account; in this one's the verb writes it.
-- Answers until when, null when there is no list to rest.
create or replace function guard.pause_allow_list(p_pass bytea, p_person uuid, p_workspace uuid, p_sealed bytea, p_trace jsonb) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_account uuid; v_until timestamptz; m app.member; v_workspace uuid;
begin
  perform guard.require_own(s);
  perform guard.require_step_up(s);
  select w.account_id into v_account from app.workspace w where w.id = p_workspace;
  perform 1 from app.account a where a.id = v_account for no key update;
  select x.* into m from app.member x join app.workspace w on w.id = x.workspace_id
   where x.workspace_id = p_workspace and w.account_id = v_account and w.deleted_at is null and x.person_id = s.person_id and x.role = 'owner' and x.blocked_at is null;
  if not found then raise exception 'not an owner' using errcode = 'RG002'; end if;
  update guard.account_policy x set list_paused_until = guard.clock() + interval '1 hour'
   where x.account_id = v_account and x.allow_list is not null
   returning x.list_paused_until into v_until;
  if v_until is null then return null; end if;
  for v_workspace in select w.id from app.workspace w where w.account_id = v_account and w.id <> p_workspace order by w.id loop
    perform guard.note_audit(v_workspace, 'person', s.person_id::text, m.name, 'policies/list.paused', v_account::text, jsonb_build_object('accountId', v_account, 'until', v_until), null, null, p_trace);
  end loop;
  perform guard.tell_owners_of(v_account, 'allow-list-paused', p_sealed);
  return v_until;
end $$;

-- for the operator, at a terminal: takes the list away from an account whose owners cannot get in
create or replace function guard.lift_allow_list(p_account uuid, p_by text, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid; v_list cidr[];
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  select x.allow_list into v_list from guard.account_policy x where x.account_id = p_account for update;
  if v_list is null then return false; end if;
  update guard.account_policy x set allow_list = null, list_paused_until = null, changed_at = guard.clock(), changed_by = null where x.account_id = p_account;
  for v_workspace in select w.id from app.workspace w where w.account_id = p_account order by w.id loop
    perform guard.note_audit(v_workspace, 'staff', null, p_by, 'policies/list.lifted', p_account::text, jsonb_build_object('accountId', p_account, 'reason', p_reason),
      jsonb_build_object('allowList', to_jsonb(v_list::text[])), jsonb_build_object('allowList', '[]'::jsonb), null);
  end loop;
  return true;
end $$;

-- Who is in, from where, and what protects them: the people of the entered workspace, for whoever may read its security. p_brakes: by person the
-- pseudonym under which wrong passwords for their address are counted for a day; only the process can tell it.
drop function if exists guard.team_security();
create or replace function guard.team_security(p_brakes jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_now timestamptz := guard.clock();
begin
  if v_workspace is null then raise exception 'no workspace' using errcode = 'RG002'; end if;
  return jsonb_build_object(
    'people', (select coalesce(jsonb_agg(jsonb_build_object('personId', m.person_id, 'name', m.name, 'role', m.role,
        'factors', to_jsonb(guard.second_factors(m.person_id)),
        'passkeys', (select count(*) from guard.passkey k where k.person_id = m.person_id),
        'newDevices', (select count(*) from guard.device d where d.person_id = m.person_id and d.revoked_at is null and d.first_seen_at > v_now - interval '7 days'),
        'refused', (select count(*) from guard.session_event e where e.person_id = m.person_id and e.at > v_now - interval '7 days'
           and e.kind in ('reuse', 'unbound', 'not_me', 'reported')),
        'failed', coalesce((select guard.count_since(b.failures, v_now - interval '24 hours') from guard.brake b
           where b.key = decode(p_brakes ->> m.person_id::text, 'hex')), 0),
        'sessions', (select coalesce(jsonb_agg(jsonb_build_object('browser', x.browser, 'system', x.system, 'deviceType', x.device_type, 'place', x.place,
             'lastSeenAt', x.last_seen_at) order by x.last_seen_at desc), '[]')
           from guard.session x where x.person_id = m.person_id and x.ended_at is null and x.kind = 'user' and x.idle_expires_at > v_now and x.abs_expires_at > v_now)
      ) order by m.name, m.person_id), '[]') from app.member m where m.workspace_id = v_workspace and m.blocked_at is null),
    'liveLinks', (select count(*) from guard.access_link l where l.workspace_id = v_workspace and l.revoked_at is null and (l.expires_at is null or l.expires_at > v_now)),
    'exports', (select count(*) from app.audit_entry e where e.workspace_id = v_workspace and e.at > v_now - interval '30 days' 
      and e.action in ('compliance/audit.exported', 'exports/export.asked', 'exports/history.downloaded')));
end $$;
