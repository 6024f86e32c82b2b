-- Whom accounts' invoices are made out to. Owners say it; the jobs ask VIES about their numbers and tell the provider.

-- Of the account of the entered workspace, for whoever owns it; null before it was said.
create or replace function guard.tax_here() returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  perform guard.require_right('workspace.delete');
  return (select jsonb_build_object('details', t.details, 'standing', t.standing, 'revision', t.revision) from app.workspace w join guard.tax_details t on t.account_id = w.account_id where w.id = v[1]::uuid);
end $$;

-- An owner says it. The same number of the same country keeps what VIES said of it.
create or replace function guard.save_tax_details(p_pass bytea, p_person uuid, p_workspace uuid, p_details jsonb, p_standing text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.note_billing_act(p_pass, p_person, p_workspace, 'billing/tax.saved', '{}');
  insert into guard.tax_details as t (account_id, details, standing) values (w.account_id, p_details, p_standing)
    on conflict (account_id) do update set details = p_details, revision = t.revision + 1, written = null, saved_at = guard.clock(),
      standing = case when t.standing = 'confirmed' and (t.details ->> 'taxId', t.details ->> 'country') is not distinct from (p_details ->> 'taxId', p_details ->> 'country')
        then t.standing else p_standing end;
  perform jobs.emit_global('billing/tax.saved', jsonb_build_object('accountId', w.account_id));
end $$;

-- What the jobs read before they ask VIES and the provider.
create or replace function guard.tax_facts(p_account uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('revision', t.revision, 'details', t.details, 'standing', t.standing, 'customer', b.customer)
    from guard.tax_details t left join guard.billing_account b on b.account_id = t.account_id where t.account_id = p_account;
$$;

-- What VIES answered about a number, unless another was saved meanwhile.
drop function if exists guard.note_vies(uuid, integer, text, text);

-- False where another was saved meanwhile: what was said is about one that is not there any more.
create function guard.note_vies(p_account uuid, p_revision integer, p_standing text, p_consultation text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.tax_details t set standing = p_standing, consultation = coalesce(p_consultation, t.consultation), answered_at = guard.clock()
    where t.account_id = p_account and t.revision = p_revision;
  return found;
end $$;

-- What the provider was told. Where another was saved meanwhile it may have been told in the wrong order, and is told again.
create or replace function guard.note_tax_written(p_account uuid, p_revision integer, p_standing text) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update guard.tax_details t set written = case when t.revision = p_revision then p_standing end where t.account_id = p_account;
$$;

-- What the till of an owner told the provider on the way.
create or replace function guard.note_own_tax_written(p_pass bytea, p_person uuid, p_workspace uuid, p_revision integer, p_standing text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare w app.workspace := guard.run_locked(p_pass, p_person, p_workspace, null);
begin
  perform guard.note_tax_written(w.account_id, p_revision, p_standing);
end $$;

-- The accounts whose number waits for VIES or was not asked about for a month, or of which the provider was not told, a page at a time.
create or replace function guard.list_due_tax(p_after uuid, p_limit integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.account_id from guard.tax_details t left join guard.billing_account b on b.account_id = t.account_id
    where (p_after is null or t.account_id > p_after)
      and (t.standing = 'asked' or t.standing = 'confirmed' and t.answered_at < guard.clock() - interval '30 days'
        or b.customer is not null and t.written is distinct from t.standing)
    order by t.account_id limit p_limit;
$$;
