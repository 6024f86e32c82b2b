-- Companies in which somebody waits for longer than was promised, for the job that tells of it.
create or replace function guard.list_overdue(p_limit integer) returns setof uuid
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select q.workspace_id from (
    select v.workspace_id from app.conversation v where v.answer_due_at <= guard.clock() and v.answer_due_at is not null and v.answer_told_at is null and v.status in ('open', 'in_progress', 'waiting') and v.personal_id is null
    union select v.workspace_id from app.conversation v where v.resolve_due_at <= guard.clock() and v.resolve_due_at is not null and v.resolve_told_at is null and v.status in ('open', 'in_progress', 'waiting') and v.personal_id is null) q
  limit p_limit $$;
