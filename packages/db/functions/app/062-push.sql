-- A notification that is to be told by push, to somebody who has a browser for it, is told to the jobs in its own transaction.
create or replace function app.tell_push() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  if guard.workspace_id() is not distinct from new.workspace_id and guard.can_write() then
    if guard.has_push(new.person_id) then
      perform jobs.emit('notifications/notification.made', jsonb_build_object('notificationId', new.id), new.workspace_id);
    end if;
  end if;
  return null;
end $$;
