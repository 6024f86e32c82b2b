-- Planned questions whose time has come, with their companies, for the job that sends them.
create or replace function guard.list_surveys(p_limit integer) returns table (workspace_id uuid, id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select s.workspace_id, s.id from app.survey s where s.state = 'planned' and s.at <= guard.clock()
  and not exists (select 1 from app.conversation v where v.workspace_id = s.workspace_id and v.id = s.conversation_id and v.personal_id is not null) order by s.at, s.id limit p_limit $$;

-- What the page of a question shows to whoever has its secret, as long as it may be answered: whose it is, and what was answered. Null for every other secret.
create or replace function guard.read_survey(p_workspace uuid, p_token_hash bytea) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('business', w.name, 'color', w.color, 'language', s.language, 'score', s.score, 'comment', s.comment)
    from app.survey s join app.workspace w on w.id = s.workspace_id and w.deleted_at is null and guard.closed_because(w) is null
   where s.workspace_id = p_workspace and s.token_hash = p_token_hash and s.state in ('sent', 'answered') and s.expires_at > guard.clock()
$$;

-- Takes an answer, or another one in its place. Null for a secret that is none, or none any more; false when it is changed too often.
create or replace function guard.answer_survey(p_workspace uuid, p_token_hash bytea, p_score smallint, p_comment text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s app.survey; v_comment text;
begin
  select x.* into s from app.survey x join app.workspace w on w.id = x.workspace_id and w.deleted_at is null and guard.closed_because(w) is null
    where x.workspace_id = p_workspace and x.token_hash = p_token_hash and x.state in ('sent', 'answered') and x.expires_at > guard.clock() for update of x;
  if s.id is null then return null; end if;
  v_comment := coalesce(nullif(btrim(p_comment), ''), s.comment);
  if s.score is not distinct from p_score and s.comment is not distinct from v_comment then return true; end if;
  if not guard.reserve_login_attempt(sha256(convert_to('survey|' || s.id, 'UTF8')), interval '1 hour', 20) then return false; end if;
  update app.survey x set state = 'answered', score = p_score, comment = v_comment, via = 'page', answered_at = guard.clock() where x.workspace_id = s.workspace_id and x.id = s.id;
  perform guard.note_audit(s.workspace_id, 'system', null, null, 'conversations/conversation.rated', s.conversation_id::text,
    jsonb_build_object('conversationId', s.conversation_id, 'surveyId', s.id, 'score', p_score, 'comment', v_comment), null, null, null);
  perform jobs.emit_global('conversations/conversation.rated', jsonb_build_object('workspaceId', s.workspace_id, 'conversationId', s.conversation_id, 'surveyId', s.id,
    'score', p_score, 'comment', v_comment));
  return true;
end $$;
