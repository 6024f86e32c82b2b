-- The owners of the entered workspace learn that contacts are taken away; in the transaction that begins it.
create or replace function guard.tell_of_contacts(p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_account uuid;
begin
  if not guard.caller_may('data.export') then raise exception 'no right to take data away' using errcode = '42501'; end if;
  select w.account_id into v_account from app.workspace w where w.id = guard.workspace_id();
  if not found then raise exception 'no workspace' using errcode = 'RG002'; end if;
  perform guard.tell_owners_of(v_account, 'contacts-exported', p_sealed);
end $$;

-- Whoever runs the entered workspace learns that the oldest of its history is going to be removed; in the transaction that settles it.
create or replace function guard.tell_of_history(p_sealed bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  if guard.workspace_id() is null or not guard.can_write() then raise exception 'no workspace' using errcode = 'RG002'; end if;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select distinct p.email, 'history-announced', p.locale, p_sealed from unnest(guard.people_with('workspace.update', false)) who join guard.person p on p.id = who;
  get diagnostics n = row_count;
  return n;
end $$;
