-- Whose address each of these is, for an import. lower() is not leakproof, so beneath a policy the index of addresses is of no use, and a file would
-- read every contact for each of its rows. The company is that of the context and none else; who is in the bin is not found.
--
-- Where the workspace was nearly empty when it was last counted, every index that begins with it looks as good; the order that is asked for, and that no
-- sorting may give, leaves only that of the addresses.
create or replace function guard.contacts_by_email(p_emails text[]) returns table (email text, contact_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off
as $$
declare v_workspace uuid := guard.workspace_id(); v_hidden uuid[] := guard.hidden_contacts();
begin
  return query select e.email, f.ids[1] from unnest(p_emails) e(email)
    cross join lateral (select array_agg(x.id order by x.id) ids from (
      select c.id from app.contact c
       where c.workspace_id = v_workspace and lower(c.email) >= e.email and lower(c.email) <= e.email and c.email is not null and c.deleted_at is null and c.id <> all (v_hidden)
       order by c.workspace_id, lower(c.email) offset 0) x) f
   where f.ids is not null;
end $$;
