-- What rests because a plan has no place for it is decided by the guard alone.
create or replace function app.keep_frozen() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user in ('recado_web', 'recado_worker', 'recado_jobs') and new.frozen_at is distinct from (case when tg_op = 'UPDATE' then old.frozen_at end) then
    raise exception 'not by a statement' using errcode = '42501';
  end if;
  return new;
end $$;
