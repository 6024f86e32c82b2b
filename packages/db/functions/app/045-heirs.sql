-- What somebody leaves behind in a workspace, and who has it from then on.

-- The one list of it. Whatever else is kept by person adds its name here and a function app.inherit_<name>(workspace, from, to, whether to
-- do it) that answers how many there are; `to` is null where nobody is to have them. Each is called for all that the workspace has.
create or replace function app.heirlooms() returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
return array['conversations', 'contacts'];

create or replace function app.inherit_conversations(p_workspace uuid, p_from uuid, p_to uuid, p_do boolean) returns bigint
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare n bigint;
begin
  if not p_do then
    return (select count(*) from app.conversation v where v.workspace_id = p_workspace and v.assignee_id = p_from);
  end if;
  with given as (
    update app.conversation v set assignee_id = p_to, version = v.version + 1 where v.workspace_id = p_workspace and v.assignee_id = p_from returning v.id),
  told as (insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', g.id, g.id from given g)
  select count(*) into n from given;
  return n;
end $$;

-- the contacts that they look after
create or replace function app.inherit_contacts(p_workspace uuid, p_from uuid, p_to uuid, p_do boolean) returns bigint
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare n bigint;
begin
  if not p_do then return (select count(*) from app.contact c where c.workspace_id = p_workspace and c.owner_id = p_from); end if;
  update app.contact c set owner_id = p_to where c.workspace_id = p_workspace and c.owner_id = p_from;
  get diagnostics n = row_count;
  return n;
end $$;

-- Hands over everything of one person to another, or only counts it; answers how many of each kind. Only the guard calls it, in the context of
-- the workspace and for all that it has.
create or replace function app.inherit(p_workspace uuid, p_from uuid, p_to uuid, p_do boolean) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_kind text; v_counts jsonb := '{}'; n bigint;
begin
  foreach v_kind in array app.heirlooms() loop
    execute format('select app.%I($1, $2, $3, $4)', 'inherit_' || v_kind) into n using p_workspace, p_from, p_to, p_do;
    v_counts := v_counts || jsonb_build_object(v_kind, n);
  end loop;
  return v_counts;
end $$;

-- Writes down that somebody took an invitation up; only the guard calls it, in the context of whoever did.
create or replace function app.note_joined(p_workspace uuid, p_person uuid, p_role text, p_invitation uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_detail jsonb := jsonb_build_object('personId', p_person, 'role', p_role, 'invitationId', p_invitation);
begin
  insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, address, user_agent, request_id)
    values (p_workspace, 'person', p_person::text, (select m.name from app.member m where m.workspace_id = p_workspace and m.person_id = p_person),
      'access/member.joined', p_person::text, v_detail, (guard.trace() ->> 'address')::inet, guard.trace() ->> 'userAgent', guard.trace() ->> 'requestId');
  perform jobs.emit('access/member.joined', v_detail, p_workspace);
end $$;
