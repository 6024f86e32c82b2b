-- Ways in and back that begin with an address: a code or a link by mail, and a new password. An address that is nobody's takes the same
-- path, as far as whoever asks can see.

create or replace function guard.begin_mail_attempt(p_email_key text, p_subject bytea, p_secret_hash bytea, p_device_hash bytea, p_ttl interval) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; v_epoch integer;
begin
  select p.id, a.auth_epoch into v_person, v_epoch from guard.person p join guard.account a on a.person_id = p.id
   where p.email_key = p_email_key and a.disabled_at is null;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, subject, begun_by, expires_at)
    values (v_person, coalesce(v_epoch, 0), p_secret_hash, p_device_hash, '{}', p_subject, 'mail', guard.clock() + p_ttl);
end $$;

-- The code and the link of an attempt that has no proof yet, in one mail. Beyond five an hour the answer is the same, no mail goes and nothing
-- fits. They are counted apart from the codes that follow a password, so that nobody uses up somebody else's.
create or replace function guard.send_mail_login(p_attempt bytea, p_device bytea, p_code_hash bytea, p_link_hash bytea, p_ttl interval, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt; v_may boolean;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if t.amr <> '{}' or t.begun_by = 'phone' then return 'needless'; end if;
  if t.code_sent_at > guard.clock() - interval '30 seconds' then return 'wait'; end if;
  v_may := guard.reserve_login_attempt(sha256(convert_to('mail-login|' || coalesce(t.person_id::text, encode(t.subject, 'hex')), 'UTF8')), interval '1 hour', 5);
  update guard.login_attempt x set code_hash = case when v_may then p_code_hash end, link_hash = case when v_may then p_link_hash end, code_sent_at = guard.clock(), expires_at = guard.clock() + p_ttl where x.id = v_id;
  if v_may then perform guard.tell_owner(t.person_id, 'login-mail', p_sealed); end if;
  return 'sent';
end $$;

-- What a link comes to in the browser that opened it: 'proved' where it was asked for; 'elsewhere' in any other, which must take it over by a
-- press of its own (p_take) and then has the attempt; 'gone'. A mere look proves nothing. Whoever holds the link has read the mailbox, so
-- that they are told whose it is: a link to a stranger's account is not mistaken for one's own.
create or replace function guard.open_link(p_link_hash bytea, p_attempt bytea, p_device bytea, p_take bytea)
returns table (outcome text, mail text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare t guard.login_attempt;
begin
  select * into t from guard.login_attempt x where x.link_hash = p_link_hash and x.expires_at > guard.clock() and x.dead_at is null and x.amr = '{}' and x.person_id is not null for update;
  if not found or not exists (select 1 from guard.account a where a.person_id = t.person_id and a.auth_epoch = t.auth_epoch and a.disabled_at is null) then
    return query select 'gone', null::text; return;
  end if;
  if t.secret_hash = p_attempt and t.device_hash = p_device then
    update guard.login_attempt x set amr = array['email'], link_hash = null, code_hash = null where x.id = t.id;
    return query select 'proved', null::text; return;
  end if;
  if p_take is null then
    return query select 'elsewhere', p.email from guard.person p where p.id = t.person_id; return;
  end if;
  update guard.login_attempt x set amr = array['email'], link_hash = null, code_hash = null, secret_hash = p_take, device_hash = p_device where x.id = t.id;
  return query select 'taken', null::text;
end $$;

-- ───────────── a new password ─────────────
create or replace function guard.begin_reset(p_email_key text, p_secret_hash bytea, p_ttl interval, p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; v_epoch integer;
begin
  select p.id, a.auth_epoch into v_person, v_epoch from guard.person p join guard.account a on a.person_id = p.id
   where p.email_key = p_email_key and a.disabled_at is null;
  if v_person is null or not guard.reserve_login_attempt(sha256(convert_to('reset|' || v_person::text, 'UTF8')), interval '1 hour', 5) then return; end if;
  insert into guard.reset_link (person_id, secret_hash, auth_epoch, expires_at) values (v_person, p_secret_hash, v_epoch, guard.clock() + p_ttl);
  perform guard.tell_owner(v_person, 'password-reset', p_sealed);
end $$;

-- whom a link is for while it works; the web process judges the new password by their name and address
create or replace function guard.read_reset(p_secret_hash bytea) returns table (email text, name text)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select p.email, p.name from guard.reset_link l join guard.person p on p.id = l.person_id join guard.account a on a.person_id = p.id
   where l.secret_hash = p_secret_hash and l.used_at is null and l.expires_at > guard.clock() and a.auth_epoch = l.auth_epoch and a.disabled_at is null
$$;

-- Uses the link up: every session ends and nothing that was proved before opens one; second factors stay as they are. Answers whose it was, null when it is gone.
drop function if exists guard.finish_reset(bytea, text, bytea);
create or replace function guard.finish_reset(p_secret_hash bytea, p_password_hash text, p_sealed bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v_person uuid;
begin
  select l.person_id into v_person from guard.reset_link l where l.secret_hash = p_secret_hash;
  perform 1 from guard.account a where a.person_id = v_person for no key update;
  if not exists (select 1 from guard.read_reset(p_secret_hash)) then return null; end if;
  update guard.reset_link l set used_at = guard.clock() where l.person_id = v_person and l.used_at is null;
  update guard.person p set email_verified_at = coalesce(p.email_verified_at, guard.clock()) where p.id = v_person;
  -- a new password shuts out whoever was in; what they put up to come back by is no exception
  perform guard.drop_ways(v_person);
  perform guard.set_password(v_person, p_password_hash, null, p_sealed);
  return v_person;
end $$;

-- With the lock held: the new password, the end of every session but the acting one, the owner told.
create or replace function guard.set_password(p_person uuid, p_password_hash text, p_acting uuid, p_sealed bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  update guard.person p set password_hash = p_password_hash where p.id = p_person;
  update guard.account a set auth_epoch = a.auth_epoch + 1 where a.person_id = p_person;
  n := guard.end_all(array_remove(guard.held_by(p_person), p_acting),
    'password', p_acting);
  -- whom the former password let in may have been trusted: only the device in hand stays so
  perform guard.drop_trust(p_person, (select x.device_id from guard.session x where x.id = p_acting));
  insert into guard.session_event (at, person_id, session_id, kind) values (guard.clock(), p_person, p_acting, 'password_changed');
  perform guard.tell_owner(p_person, 'password-changed', p_sealed);
  return n;
end $$;

create or replace function guard.change_password(p_pass bytea, p_person uuid, p_password_hash text, p_sealed bytea) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  return guard.set_password(s.person_id, p_password_hash, s.id, p_sealed);
end $$;

-- ───────────── who keeps a password ─────────────
-- A new password is ours first: its hash, in the transaction that sets it. Where passwords are kept elsewhere it is given away afterwards, and
-- password_hash then holds the mark of who has it. So one of the two counts at every moment, wherever a process ends.

-- What our row keeps, for whoever gives it away: nobody else does so for this person until their transaction ends. No row when somebody is at
-- it already, or when the account is shut.
create or replace function guard.hold_password(p_person uuid) returns table (email text, held text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('password|' || p_person::text, 0)) then return; end if;
  return query select p.email, p.password_hash from guard.person p join guard.account a on a.person_id = p.id
    where p.id = p_person and a.disabled_at is null;
end $$;

-- The mark in place of the hash that was given away; not in place of any that came since.
create or replace function guard.hand_over_password(p_person uuid, p_held text, p_mark text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_mark !~ '^supabase:.' then raise exception 'not a mark' using errcode = '22023'; end if;
  update guard.person p set password_hash = p_mark where p.id = p_person and p.password_hash = p_held;
  return found;
end $$;
