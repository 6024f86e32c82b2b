-- What people are told of inside the product and by mail: a row for each person and cause, and what each of them wants to be told of and how.
set local role recado_owner;
--> statement-breakpoint
create table app.notification (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  person_id uuid not null,
  kind text not null check (kind ~ '^[a-z]+(_[a-z]+)*$' and length(kind) <= 40),
  -- what it is told for: a person is told once of a cause, whoever asks
  cause text not null check (length(cause) between 1 and 200),
  conversation_id uuid,
  detail jsonb not null default '{}',
  -- how it is told, as the person wanted when it came
  via text[] not null check (via <@ array['app', 'mail', 'sound', 'push'] and cardinality(via) > 0),
  at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  mailed_at timestamptz,
  primary key (workspace_id, id),
  constraint notification_cause unique (workspace_id, person_id, cause),
  constraint notification_person_fkey foreign key (workspace_id, person_id) references app.member (workspace_id, person_id) on delete cascade,
  constraint notification_conversation_fkey foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create index notification_list on app.notification (workspace_id, person_id, at desc, id desc) where 'app' = any (via);
--> statement-breakpoint
create index notification_unread on app.notification (workspace_id, person_id, at desc, id desc) where read_at is null and 'app' = any (via);
--> statement-breakpoint
create index notification_mail on app.notification (workspace_id, person_id, at) where read_at is null and mailed_at is null and 'mail' = any (via);
--> statement-breakpoint
create index notification_conversation on app.notification (workspace_id, conversation_id) where conversation_id is not null;
--> statement-breakpoint
create index notification_age on app.notification (at);
--> statement-breakpoint
create table app.notification_preference (
  workspace_id uuid not null references app.workspace,
  person_id uuid not null,
  -- by kind the ways that somebody chose; what is not named is as the product has it
  choices jsonb not null default '{}' check (jsonb_typeof(choices) = 'object'),
  -- minutes of the person's day between which nothing sounds and no mail goes; null for none
  quiet_from smallint check (quiet_from between 0 and 1439),
  quiet_to smallint check (quiet_to between 0 and 1439),
  volume smallint not null default 70 check (volume between 0 and 100),
  mailed_at timestamptz,
  -- digests of the tokens by which the mails are switched off
  off_hashes bytea[] not null default '{}',
  primary key (workspace_id, person_id),
  constraint notification_preference_quiet check ((quiet_from is null) = (quiet_to is null)),
  constraint notification_preference_person_fkey foreign key (workspace_id, person_id) references app.member (workspace_id, person_id) on delete cascade
);
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.notification', 'app.notification_preference'] loop
    execute format('alter table %s enable row level security', t);
    execute format('alter table %s force row level security', t);
    execute format('create policy tenant_read on %s for select using (workspace_id = (select guard.workspace_id()))', t);
    execute format('create policy tenant_insert on %s for insert with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_update on %s for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write())) with check (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy tenant_delete on %s for delete using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))', t);
    execute format('create policy guard_all on %s to guard_owner using (true) with check (true)', t);
    execute format('grant select on %s to recado_runtime', t);
    execute format('grant select, insert, update, delete on %s to guard_owner', t);
  end loop;
end $$;
--> statement-breakpoint
grant insert, update on app.notification to recado_jobs;
--> statement-breakpoint
grant update on app.notification to recado_web;
--> statement-breakpoint
grant insert, update on app.notification_preference to recado_web;
--> statement-breakpoint
create policy visible on app.notification as restrictive to recado_web, recado_owner using ((select guard.reach()) is null or (person_id = (select guard.person_id()) and (conversation_id is null or app.sees_conversation(workspace_id, conversation_id))));
--> statement-breakpoint
alter table app.change drop constraint change_topic_check;
--> statement-breakpoint
alter table app.change add constraint change_topic_check check (topic in ('message', 'conversation', 'channel', 'note', 'notification'));
--> statement-breakpoint
-- their bodies come with the functions
create function app.tell_turn() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger conversation_turned after update on app.conversation for each row
  when ((new.last_direction = 'in' and new.unread_count > old.unread_count and (old.last_direction is distinct from 'in' or old.status in ('closed', 'archived')))
    or (new.last_direction = 'out' and old.last_direction = 'in'))
  execute function app.tell_turn();
--> statement-breakpoint
create function app.tell_down() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger channel_down after update on app.channel for each row
  when (new.wanted = 'open' and new.state in ('conflict', 'logged_out', 'banned', 'temporarily_banned', 'outdated', 'failed') and new.state is distinct from old.state)
  execute function app.tell_down();
--> statement-breakpoint
set local role guard_owner;
--> statement-breakpoint
create function guard.tell_alarm() returns trigger language plpgsql as $$ begin return null; end $$;
--> statement-breakpoint
create trigger account_alarmed after insert on guard.session_event for each row
  when (new.kind in ('email_changed', 'factor_added', 'factor_removed', 'phone_changed', 'phone_removed', 'recovery_renewed', 'way_added', 'way_removed', 'country', 'reported'))
  execute function guard.tell_alarm();
--> statement-breakpoint
reset role;
