-- The context of a transaction: who acts, in which workspace. Only the guard's doors make one, because only the guard
-- knows the key of its MAC; it holds for one transaction of one backend, so neither set_config nor a saved copy forges it.

create or replace function guard.mac(p_text text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(p_text, 'UTF8'))), 'hex') from guard.secret s
$$;

-- The backend and the instant at which its transaction began. As a numeric, never as a float: extra_float_digits is anybody's to
-- set, and a coarse float makes two transactions look alike.
create or replace function guard.transaction_mark() returns text
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select pg_backend_pid()::text || '.' || extract(epoch from transaction_timestamp())::text
$$;

drop function if exists guard.set_context(uuid, text, text, text), guard.set_context(uuid, text, text, text, text),
  guard.set_context(uuid, text, text, text, text, boolean);

-- p_reach says which conversations of the workspace the actor sees: '' all of them, 'own' those that are theirs, 'own_unassigned' also
-- those that are nobody's. p_own: whose own chats show (guard.own_id)
create or replace function guard.set_context(p_workspace uuid, p_actor_kind text, p_actor_id text, p_role text, p_reach text, p_own uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_body text := concat_ws('|', p_workspace::text, p_actor_kind, coalesce(p_actor_id, ''), coalesce(p_role, ''), coalesce(p_reach, ''), guard.transaction_mark(),
    coalesce(p_own::text, ''));
begin
  perform set_config('app.context', v_body || '|' || guard.mac(v_body), true);
end $$;

-- {workspace, actor kind, actor id, role, reach, whose own chats show} when the context is genuine, otherwise null. Every policy of every statement comes
-- here, so the mark and the MAC are computed in place: calling their functions would double the price.
create or replace function guard.context() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := current_setting('app.context', true);
  v_genuine boolean;
begin
  if v_text is null or v_text = '' then return null; end if;
  -- body, a bar, 64 hex digits
  select right(v_text, 65) = '|' || encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(left(v_text, -65), 'UTF8'))), 'hex')
    into v_genuine from guard.secret s;
  if v_genuine is not true
     or split_part(v_text, '|', 6) <> pg_backend_pid()::text || '.' || extract(epoch from transaction_timestamp())::text then
    return null;
  end if;
  return (string_to_array(v_text, '|'))[1:5] || split_part(v_text, '|', 7);
end $$;

create or replace function guard.workspace_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return nullif((guard.context())[1], '')::uuid;
end $$;

-- people who only look, and read-only links, write nothing whatever a verb says
create or replace function guard.can_write() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((guard.context())[4] not in ('viewer', 'link_read', 'custom_read'), false);
end $$;

create or replace function guard.is_system() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((guard.context())[2] = 'system', false);
end $$;

-- ───────────── who sees which conversation ─────────────
-- Null when the actor sees every conversation of the workspace, which is most; policies ask this first and go no further then.
create or replace function guard.reach() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return nullif((guard.context())[5], '');
end $$;

create or replace function guard.person_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  return case v[2] when 'person' then v[3]::uuid end;
end $$;

create or replace function guard.sees_assignee(p_assignee uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  return coalesce(v[5] = '' or p_assignee::text = v[3] or (p_assignee is null and v[5] = 'own_unassigned'), false);
end $$;

-- Whether anybody's conversation with a contact exists, seen or not: one that is kept from somebody must not look like none, but one that is a person's
-- own must.
create or replace function guard.has_thread(p_contact uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from app.conversation v where v.workspace_id = guard.workspace_id() and v.contact_id = p_contact and v.personal_id is null);
end $$;
