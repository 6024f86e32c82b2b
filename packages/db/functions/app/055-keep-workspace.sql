-- A process may say what a workspace is called and looks like. Whose it is, and whether it is archived, deleted, deactivated or frozen, is decided by
-- functions of the guard, which prove the owner, the fresh proof and the typed name; row security alone does not tell these columns apart.
create or replace function app.keep_workspace() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user in ('recado_web', 'recado_worker', 'recado_jobs')
     and (new.id, new.account_id, new.slug, new.is_demo, new.created_at, new.archived_at, new.deleted_at, new.deactivated_at, new.frozen_at)
       is distinct from (old.id, old.account_id, old.slug, old.is_demo, old.created_at, old.archived_at, old.deleted_at, old.deactivated_at, old.frozen_at) then
    raise exception 'not by a statement' using errcode = '42501';
  end if;
  return new;
end $$;
