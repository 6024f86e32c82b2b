-- One question when a conversation is closed: how it went, from one to five.
set local role recado_owner;
--> statement-breakpoint
create table app.survey_rule (
  workspace_id uuid not null references app.workspace,
  is_on boolean not null default false,
  -- what is asked, by language
  texts jsonb not null default '{}' check (jsonb_typeof(texts) = 'object'),
  -- from which score down somebody is told
  threshold smallint not null default 2 check (threshold between 1 and 4),
  -- days in which a conversation is asked once
  pause_days smallint not null default 30 check (pause_days between 1 and 365),
  -- minutes of the workspace's day between which nobody is asked; null for none
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_to smallint check (quiet_to between 0 and 1439),
  primary key (workspace_id),
  constraint survey_rule_quiet check ((quiet_from is null) = (quiet_to is null))
);
--> statement-breakpoint
create table app.survey (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  state text not null default 'planned' check (state in ('planned', 'sent', 'answered', 'cancelled')),
  -- whose the conversation was when it was closed
  assignee_id uuid,
  at timestamptz not null,
  message_id uuid,
  language text check (language in ('es', 'en', 'pt')),
  -- of its page's secret there is a digest only
  token_hash bytea,
  expires_at timestamptz,
  score smallint check (score between 1 and 5),
  comment text check (length(comment) <= 1000),
  via text check (via in ('page', 'message')),
  answered_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  constraint survey_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create unique index survey_planned on app.survey (workspace_id, conversation_id) where state = 'planned';
--> statement-breakpoint
create index survey_thread on app.survey (workspace_id, conversation_id, created_at);
--> statement-breakpoint
create index survey_due on app.survey (workspace_id, at, id) where state = 'planned';
--> statement-breakpoint
create index survey_page on app.survey (workspace_id, token_hash) where token_hash is not null;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.survey_rule', 'app.survey'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('grant select on %s to recado_runtime', t);
    execute format('grant select, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
create policy guard_purge on app.survey_rule to guard_owner using (true) with check (false);
--> statement-breakpoint
-- whoever answers by the page comes by no workspace
create policy guard_all on app.survey to guard_owner using (true) with check (true);
--> statement-breakpoint
grant update on app.survey to guard_owner;
--> statement-breakpoint
create policy visible on app.survey as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or app.sees_conversation(workspace_id, conversation_id));
--> statement-breakpoint
grant insert, update on app.survey_rule to recado_web;
--> statement-breakpoint
grant insert on app.survey to recado_web;
--> statement-breakpoint
-- a number's process calls it off when the customer writes, and moves it with its thread; jobs send it and take the answer
grant update on app.survey to recado_web, recado_worker, recado_jobs;
--> statement-breakpoint
-- its body comes with the functions
create function app.plan_survey() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger conversation_survey after update on app.conversation for each row
  when (new.status is distinct from old.status and (new.status = 'closed' or old.status = 'closed'))
  execute function app.plan_survey();
--> statement-breakpoint
reset role;
