-- The outbox: what happened, told in the transaction in which it happened. Nobody inserts into the table but these two.

-- An event of a company. Only its own transaction may tell it: the workspace is proved by the door, the right to write by the role.
create or replace function jobs.emit(p_name text, p_data jsonb, p_workspace uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid;
begin
  if p_workspace is null or p_workspace is distinct from guard.workspace_id() or not guard.can_write() then
    raise exception 'this transaction may not tell events of that workspace' using errcode = '42501';
  end if;
  insert into jobs.outbox (workspace_id, name, data)
    values (p_workspace, jobs.tellable(p_name), jobs.sendable(p_data) || jsonb_build_object('workspaceId', p_workspace)) returning id into v_id;
  return v_id;
end $$;

-- An event that belongs to no company; for the guard's own functions and the jobs.
create or replace function jobs.emit_global(p_name text, p_data jsonb) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid;
begin
  insert into jobs.outbox (name, data) values (jobs.tellable(p_name), jobs.sendable(p_data)) returning id into v_id;
  return v_id;
end $$;

-- The names of our own events and no others: an engine tells of itself under `inngest/`, and refuses that name to everybody else.
create or replace function jobs.tellable(p_name text) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
begin
  if p_name is null or p_name !~ '^[a-z][a-z0-9_-]*/[a-z0-9][a-z0-9._-]*$' or length(p_name) > 200 or p_name like 'inngest/%' then
    raise exception 'an event is named module/noun.past, and inngest/ is no module' using errcode = '22023';
  end if;
  return p_name;
end $$;

-- Engines take objects of 512 kB at most: what is larger is refused here, where its author learns of it, and not by the relay, which
-- everything behind it would wait for.
create or replace function jobs.sendable(p_data jsonb) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_typeof(p_data) is distinct from 'object' or octet_length(p_data::text) > 500000 then
    raise exception 'an event''s data is an object of at most 500 kB' using errcode = '22023';
  end if;
  return p_data;
end $$;

-- An event that its engine refuses for ever leaves the outbox, so that what is behind it goes on, and is kept until the staff sends it
-- again or discards it. Answers whether it was still there.
create or replace function jobs.set_aside(p_id uuid, p_code text, p_detail text, p_tries integer) returns boolean
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  with gone as (delete from jobs.outbox o where o.id = p_id returning o.*)
  insert into jobs.dead_letter (id, seq, workspace_id, name, data, emitted_at, code, detail, tries)
    select g.id, g.seq, g.workspace_id, g.name, g.data, g.emitted_at, left(p_code, 100), left(p_detail, 2000), g.tries + p_tries from gone g;
  return found;
end $$;

-- How far the relay is behind, and what it will never move.
create or replace function jobs.outbox_lag() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('waiting', count(*),
    'oldestSeconds', coalesce(extract(epoch from clock_timestamp() - min(o.emitted_at))::bigint, 0),
    'setAside', (select count(*) from jobs.dead_letter)) from jobs.outbox o
$$;
