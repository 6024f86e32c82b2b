-- What is about the account is an owner's alone: roles of the companies' own that bear one of these rights could never use it, and lose it. And an owner is
-- one in all workspaces of the account: those that were made while somebody was shut out get their owner now.
set local role guard_owner;
--> statement-breakpoint
update app.custom_role c set permissions = array(select p from unnest(c.permissions) with ordinality u(p, n)
    where p not in ('workspace.create', 'workspace.transfer', 'workspace.delete', 'security.update') order by n)
  where c.permissions && array['workspace.create', 'workspace.transfer', 'workspace.delete', 'security.update'];
--> statement-breakpoint
insert into app.member (workspace_id, person_id, role, name, email)
  select w.id, o.person_id, 'owner', o.name, o.email
    from (select distinct on (h.account_id, m.person_id) h.account_id, m.person_id, m.name, m.email from app.member m join app.workspace h on h.id = m.workspace_id
      where m.role = 'owner' and m.blocked_at is null order by h.account_id, m.person_id, m.created_at) o
    join app.workspace w on w.account_id = o.account_id
  on conflict (workspace_id, person_id) do nothing;
--> statement-breakpoint
reset role;
