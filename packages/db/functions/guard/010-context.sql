-- The context of a transaction: who acts, in which workspace. Only the guard's doors make one, because only the guard
-- knows the key of its MAC; it holds for one transaction of one backend, so neither set_config nor a saved copy forges it.

create or replace function guard.mac(p_text text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(p_text, 'UTF8'))), 'hex') from guard.secret s
$$;

create or replace function guard.transaction_mark() returns text
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select pg_backend_pid()::text || '.' || (extract(epoch from transaction_timestamp()) * 1000000)::bigint::text
$$;

create or replace function guard.set_context(p_workspace uuid, p_actor_kind text, p_actor_id text, p_role text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_body text := concat_ws('|', p_workspace::text, p_actor_kind, coalesce(p_actor_id, ''), coalesce(p_role, ''), guard.transaction_mark());
begin
  perform set_config('app.context', v_body || '|' || guard.mac(v_body), true);
end $$;

-- {workspace, actor kind, actor id, role} when the context is genuine, otherwise null
create or replace function guard.context() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_text text := current_setting('app.context', true);
  v_parts text[];
  v_body text;
begin
  if v_text is null or v_text = '' then return null; end if;
  v_parts := string_to_array(v_text, '|');
  if cardinality(v_parts) <> 6 or v_parts[5] <> guard.transaction_mark() then return null; end if;
  v_body := array_to_string(v_parts[1:5], '|');
  if guard.mac(v_body) <> v_parts[6] then return null; end if;
  return v_parts[1:4];
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
  return coalesce((guard.context())[4] not in ('viewer', 'link_read'), false);
end $$;

create or replace function guard.is_system() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce((guard.context())[2] = 'system', false);
end $$;
