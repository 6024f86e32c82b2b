-- The house: roles, schemas, tables, forced row security. Functions live in packages/db/functions and are applied by hash.
-- A role name is global to the cluster, so a second database of the same cluster (tests) meets roles that exist.
do $$
declare r text;
begin
  foreach r in array array['recado_owner','guard_owner','recado_runtime','recado_web','recado_worker','recado_jobs'] loop
    begin
      execute format('create role %I nologin nosuperuser nobypassrls', r);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;
--> statement-breakpoint
grant recado_owner, guard_owner to current_user;
--> statement-breakpoint
grant recado_runtime to recado_web, recado_worker, recado_jobs;
--> statement-breakpoint
create schema app authorization recado_owner;
--> statement-breakpoint
create schema wa authorization recado_owner;
--> statement-breakpoint
create schema guard authorization guard_owner;
--> statement-breakpoint
revoke all on schema public from public;
--> statement-breakpoint
grant usage on schema app to recado_runtime, guard_owner;
--> statement-breakpoint
grant usage on schema guard to recado_runtime, recado_owner;
--> statement-breakpoint
grant usage on schema wa to recado_worker;
--> statement-breakpoint
-- functions are for nobody until they are granted
alter default privileges for role recado_owner revoke execute on functions from public;
--> statement-breakpoint
alter default privileges for role guard_owner revoke execute on functions from public;
--> statement-breakpoint

-- ───────────── guard: people, devices, sessions. Runtime roles may only execute its functions ─────────────
set local role guard_owner;
--> statement-breakpoint
-- the key of the context's MAC, as the two padded keys of HMAC-SHA-256; made by the database, never leaves it
create table guard.secret (
  id boolean primary key default true check (id),
  inner_key bytea not null check (octet_length(inner_key) = 64),
  outer_key bytea not null check (octet_length(outer_key) = 64)
);
--> statement-breakpoint
do $$
declare k bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
        i bytea := decode(repeat('36', 64), 'hex'); o bytea := decode(repeat('5c', 64), 'hex'); n int;
begin
  for n in 0..31 loop
    i := set_byte(i, n, get_byte(i, n) # get_byte(k, n));
    o := set_byte(o, n, get_byte(o, n) # get_byte(k, n));
  end loop;
  insert into guard.secret (inner_key, outer_key) values (i, o);
end $$;
--> statement-breakpoint
create table guard.person (
  id uuid primary key default uuidv7(),
  email text not null,
  email_key text not null unique,
  name text not null,
  locale text not null default 'es',
  time_zone text not null default 'Europe/Madrid',
  password_hash text,
  email_verified_at timestamptz,
  terms_version text,
  terms_accepted_at timestamptz,
  -- how many sessions may live at once, and the order of logins; this row is the lock of every login
  session_limit smallint not null default 1 check (session_limit between 1 and 32),
  login_seq bigint not null default 0,
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table guard.device (
  id uuid primary key default uuidv7(),
  person_id uuid not null references guard.person on delete cascade,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  browser text not null,
  system text not null,
  kind text not null,
  first_seen_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);
--> statement-breakpoint
create index device_person on guard.device (person_id);
--> statement-breakpoint
create table guard.session (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references guard.person on delete cascade,
  slot smallint not null check (slot between 1 and 32),
  seq bigint not null,
  kind text not null default 'user' check (kind in ('user', 'link', 'impersonation')),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  device_id uuid references guard.device on delete set null,
  browser text not null,
  system text not null,
  device_type text not null,
  address cidr,
  place text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_input_at timestamptz not null,
  idle_expires_at timestamptz not null,
  abs_expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  ended_by uuid,
  check ((ended_at is null) = (end_reason is null))
) with (fillfactor = 70);
--> statement-breakpoint
-- the invariant: at most one live session per slot, and there are only as many slots as the limit
create unique index session_live_slot on guard.session (person_id, slot) where ended_at is null and kind = 'user';
--> statement-breakpoint
create index session_person on guard.session (person_id, seq desc);
--> statement-breakpoint
create table guard.session_event (
  id bigint generated always as identity primary key,
  person_id uuid not null,
  session_id uuid,
  kind text not null,
  at timestamptz not null default clock_timestamp(),
  detail jsonb not null default '{}'
);
--> statement-breakpoint
create index session_event_person on guard.session_event (person_id, id desc);
--> statement-breakpoint
create table guard.pending_signup (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  email_key text not null,
  name text not null,
  business text not null,
  slug text not null,
  industry text not null,
  locale text not null,
  time_zone text not null,
  password_hash text not null,
  terms_version text not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  attempts smallint not null default 0,
  sent_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index pending_signup_expiry on guard.pending_signup (expires_at);
--> statement-breakpoint
-- the outbox of mail: written in the business transaction, sent by whoever claims it
create table guard.outgoing_mail (
  id uuid primary key default uuidv7(),
  recipient text not null,
  template text not null,
  locale text not null,
  sealed_params bytea not null,
  attempts smallint not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  failed_at timestamptz,
  last_error text,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index outgoing_mail_due on guard.outgoing_mail (next_at) where sent_at is null and failed_at is null;
--> statement-breakpoint
create table guard.login_failure (key bytea not null, at timestamptz not null default clock_timestamp());
--> statement-breakpoint
create index login_failure_key on guard.login_failure (key, at);
--> statement-breakpoint
-- a credential without a person: access links and API keys (their screens come with their modules)
create table guard.access_key (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  kind text not null check (kind in ('link', 'key')),
  role text not null check (role in ('link_read', 'link_agent', 'link_admin', 'api')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  granted_by uuid,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint

-- ───────────── app: what companies own ─────────────
set local role recado_owner;
--> statement-breakpoint
create table app.account (
  id uuid primary key default uuidv7(),
  name text not null,
  plan text not null default 'trial',
  is_demo boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create table app.workspace (
  id uuid primary key default uuidv7(),
  account_id uuid not null references app.account,
  name text not null check (length(name) between 1 and 120),
  slug text not null unique,
  industry text not null,
  locale text not null default 'es',
  time_zone text not null default 'Europe/Madrid',
  color text not null default '#2746C7',
  is_demo boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
--> statement-breakpoint
create index workspace_account on app.workspace (account_id);
--> statement-breakpoint
create table app.member (
  workspace_id uuid not null references app.workspace,
  person_id uuid not null,
  role text not null check (role in ('owner', 'admin', 'manager', 'agent', 'viewer')),
  name text not null,
  email text not null,
  blocked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, person_id)
);
--> statement-breakpoint
create index member_person on app.member (person_id);
--> statement-breakpoint
create table app.contact (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null default '',
  -- what the contact calls itself on WhatsApp; never overwrites a name that a person wrote
  profile_name text,
  kind text not null default 'prospect' check (kind in ('prospect', 'customer', 'vip', 'blocked', 'group')),
  email text,
  city text,
  notes text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create table app.contact_identity (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  contact_id uuid not null,
  kind text not null check (kind in ('wa_pn', 'wa_lid', 'wa_group', 'phone', 'email')),
  value text not null,
  source text not null default 'whatsapp',
  first_seen_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, kind, value),
  foreign key (workspace_id, contact_id) references app.contact (workspace_id, id)
);
--> statement-breakpoint
create index contact_identity_contact on app.contact_identity (workspace_id, contact_id);
--> statement-breakpoint
create table app.channel (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 80),
  driver text not null check (driver in ('simulator', 'whatsapp')),
  -- digits as WhatsApp says them, once paired
  number text,
  state text not null default 'new' check (state in ('new', 'connecting', 'qr', 'code', 'pairing', 'syncing', 'open',
    'reconnecting', 'conflict', 'logged_out', 'banned', 'temporarily_banned', 'outdated', 'failed', 'closed')),
  state_reason text,
  state_since timestamptz not null default clock_timestamp(),
  state_detail jsonb not null default '{}',
  wanted text not null default 'closed' check (wanted in ('open', 'closed', 'logged_out')),
  wanted_seq bigint not null default 0,
  pairing_number text,
  last_seen_at timestamptz,
  last_inbound_at timestamptz,
  last_outbound_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create table app.conversation (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  channel_id uuid not null,
  contact_id uuid not null,
  -- where an answer goes: the address that WhatsApp reported last
  address text not null,
  status text not null default 'open' check (status in ('open', 'in_progress', 'waiting', 'closed', 'archived')),
  unread_count integer not null default 0 check (unread_count >= 0),
  last_seq bigint not null default 0,
  read_seq bigint not null default 0,
  last_message_at timestamptz not null default clock_timestamp(),
  last_message_id uuid,
  last_preview text not null default '',
  last_kind text not null default 'text',
  last_direction text check (last_direction in ('in', 'out')),
  last_status smallint,
  last_author_kind text,
  version bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, channel_id, contact_id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id),
  foreign key (workspace_id, contact_id) references app.contact (workspace_id, id)
) with (fillfactor = 80);
--> statement-breakpoint
create index conversation_inbox on app.conversation (workspace_id, last_message_at desc nulls first, id desc nulls first);
--> statement-breakpoint
create index conversation_unread on app.conversation (workspace_id, last_message_at desc nulls first, id desc nulls first) where unread_count > 0;
--> statement-breakpoint
create index conversation_waiting on app.conversation (workspace_id, last_message_at desc nulls first, id desc nulls first)
  where last_direction = 'in' and status in ('open', 'in_progress', 'waiting');
--> statement-breakpoint
create index conversation_contact on app.conversation (workspace_id, contact_id);
--> statement-breakpoint
create table app.media (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('image', 'audio', 'voice', 'video', 'document', 'sticker')),
  mime text not null,
  name text,
  bytes bigint not null default 0 check (bytes >= 0),
  sha256 bytea,
  width integer,
  height integer,
  seconds integer,
  state text not null default 'pending' check (state in ('pending', 'ready', 'failed')),
  -- where the worker finds it on WhatsApp's servers: address and key, sealed
  sealed_source bytea,
  error text,
  attempts smallint not null default 0,
  created_by uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create index media_pending on app.media (workspace_id, id) where state = 'pending' and sealed_source is not null;
--> statement-breakpoint
create table app.message (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  channel_id uuid not null,
  seq bigint not null,
  direction text not null check (direction in ('in', 'out')),
  kind text not null default 'text',
  body text,
  media_id uuid,
  -- WhatsApp's message id: chosen by us and stored before sending, so that a crash, a retry and the echo meet on one row
  provider_id text not null,
  client_message_id uuid,
  author_kind text not null check (author_kind in ('contact', 'person', 'phone', 'bot', 'campaign', 'automation', 'api', 'link')),
  author_id uuid,
  author_name text,
  -- 0 queued, 1 sending, 2 failed, 3 sent, 4 delivered, 5 read, 6 played, 9 received; only ever grows, but for a retry by a person
  status smallint not null check (status in (0, 1, 2, 3, 4, 5, 6, 9)),
  error_code text,
  attempts smallint not null default 0,
  recovered boolean not null default false,
  quoted_provider_id text,
  detail jsonb,
  occurred_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, channel_id, provider_id),
  foreign key (workspace_id, conversation_id) references app.conversation (workspace_id, id),
  foreign key (workspace_id, media_id) references app.media (workspace_id, id)
) partition by hash (workspace_id);
--> statement-breakpoint
do $$
begin
  for n in 0..7 loop
    execute format('create table app.message_p%s partition of app.message for values with (modulus 8, remainder %s)', n, n);
    execute format('alter table app.message_p%s enable row level security', n);
    execute format('alter table app.message_p%s force row level security', n);
  end loop;
end $$;
--> statement-breakpoint
create index message_thread on app.message (workspace_id, conversation_id, seq desc nulls first);
--> statement-breakpoint
create unique index message_client_id on app.message (workspace_id, conversation_id, client_message_id) where client_message_id is not null;
--> statement-breakpoint
create index message_send_queue on app.message (workspace_id, channel_id, id) where status in (0, 1);
--> statement-breakpoint
-- what changed, for readers who resume: a row carries its transaction's id, readers stop at the oldest one still open
create table app.change (
  workspace_id uuid not null references app.workspace,
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  topic text not null check (topic in ('message', 'conversation', 'channel')),
  entity_id uuid not null,
  conversation_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create index change_cursor on app.change (workspace_id, xid, id);
--> statement-breakpoint
create index change_age on app.change (at);
--> statement-breakpoint
create table app.event_outbox (
  workspace_id uuid not null references app.workspace,
  id uuid not null default uuidv7(),
  name text not null,
  payload jsonb not null,
  actor text not null,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint
create table app.audit_entry (
  workspace_id uuid not null references app.workspace,
  id bigint generated always as identity,
  actor_kind text not null,
  actor_id text,
  action text not null,
  subject text,
  detail jsonb not null default '{}',
  request_id text,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
--> statement-breakpoint

-- ───────────── wa: what only the process that holds the sockets may see ─────────────
create table wa.credential (
  workspace_id uuid not null,
  channel_id uuid not null,
  sealed bytea not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
);
--> statement-breakpoint
create table wa.signal_key (
  workspace_id uuid not null,
  channel_id uuid not null,
  kind text not null,
  key_id text not null,
  sealed bytea not null,
  primary key (workspace_id, channel_id, kind, key_id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
) with (fillfactor = 70);
--> statement-breakpoint
-- inbound plaintext, sealed, stored in the ratchet's own transaction and deleted at hand-over
create table wa.staged_message (
  workspace_id uuid not null,
  channel_id uuid not null,
  id bigint generated always as identity,
  chat text not null,
  sender text not null,
  provider_id text not null,
  part smallint not null,
  sealed bytea not null,
  attempts smallint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, channel_id, id),
  unique (workspace_id, channel_id, chat, sender, provider_id, part),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
);
--> statement-breakpoint
-- one holder per number; the fence grows with each holder and is checked by every write
create table wa.lease (
  channel_id uuid primary key,
  workspace_id uuid not null,
  driver text not null,
  holder uuid,
  fence bigint not null default 0,
  expires_at timestamptz not null default '-infinity',
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
);
--> statement-breakpoint
-- a number lives in one workspace of the installation
create table wa.number (
  driver text not null,
  number text not null,
  channel_id uuid not null,
  workspace_id uuid not null,
  claimed_at timestamptz not null default clock_timestamp(),
  primary key (driver, number),
  unique (channel_id),
  foreign key (workspace_id, channel_id) references app.channel (workspace_id, id) on delete cascade
);
--> statement-breakpoint
reset role;
