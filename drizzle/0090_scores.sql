-- What a contact is worth attending to, from 0 to 100, by rules that are the company's: their points where they differ from ours, and labels that count.
set local role recado_owner;
--> statement-breakpoint
create table app.score_rule (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  rule text not null check (rule ~ '^[a-z][a-zA-Z]{1,39}$'),
  -- of the rule that is about a label: which
  tag_id uuid,
  points smallint not null check (points between -100 and 100),
  primary key (workspace_id, id),
  constraint score_rule_tag_fkey foreign key (workspace_id, tag_id) references app.tag (workspace_id, id) on delete cascade,
  constraint score_rule_once unique nulls not distinct (workspace_id, rule, tag_id),
  constraint score_rule_about check ((rule = 'tag') = (tag_id is not null))
);
--> statement-breakpoint
create index score_rule_tag on app.score_rule (workspace_id, tag_id) where tag_id is not null;
--> statement-breakpoint
-- how far the walk through all contacts is that a new day, or other rules, ask for
create table app.score_sweep (
  workspace_id uuid not null references app.workspace,
  after_id uuid,
  swept_on date,
  primary key (workspace_id)
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.score_rule', 'app.score_sweep'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_purge on %s to guard_owner using (true) with check (false)', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
grant select, insert, delete on app.score_rule to recado_runtime;
--> statement-breakpoint
grant select, insert, update on app.score_sweep to recado_runtime;
--> statement-breakpoint
-- who is to be counted anew, and the order of the list
create index contact_unscored on app.contact (workspace_id, id) where scored_at is null and deleted_at is null;
--> statement-breakpoint
create index contact_by_score on app.contact (workspace_id, coalesce(score, '-1'::integer) desc, id desc) where deleted_at is null;
--> statement-breakpoint
-- bodies come with the functions
create function app.unscore_contact() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return new; end $$;
--> statement-breakpoint
create function app.unscore_tagged() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$ begin return null; end $$;
--> statement-breakpoint
revoke execute on function app.unscore_contact(), app.unscore_tagged() from public;
--> statement-breakpoint
create trigger unscore_contact before update on app.contact for each row
  when (new.scored_at is not null and (old.kind, old.email, old.marketing, old.last_in_at, old.last_out_at, old.deleted_at) is distinct from (new.kind, new.email, new.marketing, new.last_in_at, new.last_out_at, new.deleted_at))
  execute function app.unscore_contact();
--> statement-breakpoint
create trigger unscore_tagged after insert or delete on app.contact_tag for each row execute function app.unscore_tagged();
--> statement-breakpoint
reset role;
