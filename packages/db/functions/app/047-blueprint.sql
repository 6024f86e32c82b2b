-- What a workspace is made like another one with, beside its own row and its roles: the vocabulary of labels, everybody's quick replies, fields of the
-- company's own, how conversations are shared out and how soon they are answered. Only the guard calls these, each in the context of its workspace.

create or replace function app.read_blueprint(p_workspace uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'tags', (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'colour', t.colour) order by t.id), '[]') from app.tag t where t.workspace_id = p_workspace),
    'replies', (select coalesce(jsonb_agg(jsonb_build_object('code', q.code, 'body', q.body) order by q.id), '[]')
      from app.quick_reply q where q.workspace_id = p_workspace and q.owner_id is null),
    'fields', (select coalesce(jsonb_agg(jsonb_build_object('label', f.label, 'type', f.type, 'options', to_jsonb(f.options), 'position', f.position) order by f.id), '[]')
      from app.contact_field f where f.workspace_id = p_workspace),
    'rule', (select to_jsonb(r) from app.inbox_rule r where r.workspace_id = p_workspace),
    'survey', (select to_jsonb(r) from app.survey_rule r where r.workspace_id = p_workspace),
    'service', (select to_jsonb(r) from app.service_rule r where r.workspace_id = p_workspace))
$$;

-- Whom the rule names stays named where they are in the new workspace; where nobody of them is, conversations are given by hand until somebody says
-- otherwise, instead of to everybody.
create or replace function app.write_blueprint(p_workspace uuid, p_blueprint jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare r app.inbox_rule;
begin
  insert into app.tag (workspace_id, name, colour)
    select p_workspace, t.name, t.colour from jsonb_to_recordset(p_blueprint -> 'tags') t(name text, colour text);
  insert into app.quick_reply (workspace_id, code, body)
    select p_workspace, q.code, q.body from jsonb_to_recordset(p_blueprint -> 'replies') q(code text, body text);
  insert into app.contact_field (workspace_id, label, type, options, position)
    select p_workspace, f.label, f.type, f.options, f.position from jsonb_to_recordset(p_blueprint -> 'fields') f(label text, type text, options text[], position integer);
  insert into app.survey_rule (workspace_id, is_on, texts, threshold, pause_days, quiet_from, quiet_to)
    select p_workspace, s.is_on, s.texts, s.threshold, s.pause_days, s.quiet_from, s.quiet_to from jsonb_populate_record(null::app.survey_rule, nullif(p_blueprint -> 'survey', 'null')) s
     where s.is_on is not null;
  insert into app.service_rule (workspace_id, is_on, keeps_hours, targets)
    select p_workspace, s.is_on, s.keeps_hours, s.targets from jsonb_populate_record(null::app.service_rule, nullif(p_blueprint -> 'service', 'null')) s where s.is_on is not null;
  if p_blueprint ->> 'rule' is null then return; end if;
  r := jsonb_populate_record(null::app.inbox_rule, p_blueprint -> 'rule');
  if cardinality(r.person_ids) + cardinality(r.team_ids) > 0 then
    r.person_ids := array(select m.person_id from app.member m where m.workspace_id = p_workspace and m.person_id = any (r.person_ids) order by 1);
    if r.person_ids = '{}' then r.mode := 'hand'; r.last_first := false; end if;
  end if;
  if not exists (select 1 from app.member m where m.workspace_id = p_workspace and m.person_id = r.outside_person_id) then r.outside_person_id := null; end if;
  insert into app.inbox_rule (workspace_id, mode, last_first, person_ids, only_online, cap, hours, keeps_hours, outside_person_id)
    values (p_workspace, r.mode, r.last_first, r.person_ids, r.only_online, r.cap, r.hours, r.keeps_hours, r.outside_person_id);
end $$;
