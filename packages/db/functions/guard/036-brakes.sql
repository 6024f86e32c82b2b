-- What slows whoever guesses.

-- Whether a browser has logged in before: to anybody's account, or to that of an e-mail's key or a phone's digits.
create or replace function guard.knows_device(p_device_hash bytea, p_subject text) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select 1 from guard.device d join guard.person p on p.id = d.person_id where d.secret_hash = p_device_hash and d.revoked_at is null
  and (p_subject is null or p.email_key = p_subject or p.phone = '+' || p_subject)) $$;

-- Brakes on guessing passwords. Failures are counted for pseudonyms, whether or not anybody has that e-mail, and in the order
-- account, pair, address, so that two logins never wait for each other. All of them count before the password is looked at, so guesses
-- that come at once share what is left; a good password takes back what its own address had typed wrong.

-- A bucket, locked until the transaction ends, with the failures of the last while and no lock that is over.
create or replace function guard.hold_brake(p_key bytea, p_now timestamptz, p_keep interval) returns guard.brake
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into guard.brake as b (key, expires_at) values (p_key, p_now + p_keep)
    on conflict (key) do update set expires_at = greatest(b.expires_at, excluded.expires_at),
      failures = array(select f from unnest(b.failures) f where f > p_now - p_keep order by f),
      locked_until = case when b.locked_until > p_now then b.locked_until end,
      unlock_hash = case when b.locked_until > p_now then b.unlock_hash end
    returning *
$$;

-- seconds until fewer than so many failures are left within a while
create or replace function guard.seconds_until(p_failures timestamptz[], p_allowed integer, p_window interval, p_now timestamptz) returns integer language sql immutable
return greatest(1, ceil(extract(epoch from p_failures[cardinality(p_failures) - p_allowed + 1] + p_window - p_now)))::integer;

create or replace function guard.count_since(p_failures timestamptz[], p_since timestamptz) returns integer language sql immutable
return (select count(*) from unnest(p_failures) f where f > p_since)::integer;

-- Whether a password may be looked at. p_keys: the pseudonyms of the account, of account and address, of the address, of account and device.
-- Answers 'judge'; 'wait', 'locked' and 'full' (locked, but its owner has not been told yet) with seconds; 'captcha' when a solved
-- challenge has to come along.
-- A device that has logged in to this account before has a budget of its own and is never asked about anybody else's failures. Once it
-- has used as many as lock an account, it has one try in each window, with work: slow, and never shut out.
-- `mark` is the instant under which the try was counted, for whoever has to withdraw it.
drop function if exists guard.reserve_login(text, bytea, bytea[], bytea, timestamptz, jsonb);
create or replace function guard.reserve_login(p_email_key text, p_device_hash bytea, p_keys bytea[], p_challenge bytea, p_challenge_until timestamptz, p_limits jsonb)
returns table (verdict text, seconds integer, is_known boolean, mark text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare
  v_account guard.brake; v_pair guard.brake; v_address guard.brake; v_device guard.brake; v_now timestamptz;
  v_allowed integer := p_limits ->> 'allowed'; v_window interval := p_limits ->> 'window'; v_lock integer := p_limits ->> 'lock';
  v_day interval := p_limits ->> 'lockFor'; v_hour interval := p_limits ->> 'addressWindow';
begin
  if guard.has_raised_limits() then return query select 'judge', 0, false, null::text; return; end if;
  if exists (select 1 from guard.device d join guard.person p on p.id = d.person_id
              where p.email_key = p_email_key and d.secret_hash = p_device_hash and d.revoked_at is null) then
    v_device := guard.hold_brake(p_keys[4], guard.clock(), v_day);
    v_now := guard.clock();
    if cardinality(v_device.failures) >= v_lock then v_allowed := 1; end if;
    if guard.count_since(v_device.failures, v_now - v_window) >= v_allowed then
      return query select 'wait', guard.seconds_until(v_device.failures, v_allowed, v_window, v_now), true, null::text; return;
    end if;
    if cardinality(v_device.failures) >= (p_limits ->> 'captchaAccount')::integer and not guard.spend_challenge(p_challenge, p_challenge_until) then
      return query select 'captcha', 0, true, null::text; return;
    end if;
    update guard.brake b set failures = b.failures || v_now where b.key = p_keys[4];
    return query select 'judge', 0, true, v_now::text; return;
  end if;

  v_account := guard.hold_brake(p_keys[1], guard.clock(), v_day);
  v_pair := guard.hold_brake(p_keys[2], guard.clock(), v_window);
  v_address := guard.hold_brake(p_keys[3], guard.clock(), v_hour);
  v_now := guard.clock(); -- after the locks: marks of one bucket grow in the order of its tries
  if v_account.locked_until is not null then
    return query select 'locked', ceil(extract(epoch from v_account.locked_until - v_now))::integer, false, null::text; return;
  end if;
  if cardinality(v_account.failures) >= v_lock then
    return query select 'full', guard.seconds_until(v_account.failures, v_lock, v_day, v_now), false, null::text; return;
  end if;
  if guard.count_since(v_pair.failures, v_now - v_window) >= v_allowed then
    return query select 'wait', guard.seconds_until(v_pair.failures, v_allowed, v_window, v_now), false, null::text; return;
  end if;
  if (cardinality(v_account.failures) >= (p_limits ->> 'captchaAccount')::integer
      or guard.count_since(v_address.failures, v_now - v_hour) >= (p_limits ->> 'captchaAddress')::integer)
     and not guard.spend_challenge(p_challenge, p_challenge_until) then
    return query select 'captcha', 0, false, null::text; return;
  end if;
  update guard.brake b set failures = b.failures || v_now where b.key in (p_keys[1], p_keys[2]);
  -- more than the number that asks for a captcha changes nothing, so no more are kept
  update guard.brake b set failures = (b.failures || v_now)[greatest(1, cardinality(b.failures) + 2 - (p_limits ->> 'captchaAddress')::integer):]
   where b.key = p_keys[3];
  return query select 'judge', 0, false, v_now::text;
end $$;

-- a solved challenge counts once; the process has seen that it is ours, solved, and in time
create or replace function guard.spend_challenge(p_challenge bytea, p_until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_challenge is null or p_until <= guard.clock() then return false; end if;
  insert into guard.spent_challenge (challenge, expires_at) values (p_challenge, p_until) on conflict do nothing;
  return found;
end $$;

-- What became of a try. A good password takes back what its device, or its address for this account, had typed wrong. A bad one locks
-- the account when it was the last that is allowed, and its owner is sent the way out: the same work when there is no owner.
create or replace function guard.settle_login(p_email_key text, p_keys bytea[], p_is_known boolean, p_is_good boolean, p_unlock_hash bytea, p_sealed_mail bytea, p_limits jsonb) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v_account guard.brake; v_own timestamptz[]; v_day interval := p_limits ->> 'lockFor'; v_now timestamptz;
begin
  if guard.has_raised_limits() then return false; end if;
  if p_is_known then
    if p_is_good then update guard.brake b set failures = '{}' where b.key = p_keys[4]; end if;
    return false;
  end if;
  v_account := guard.hold_brake(p_keys[1], guard.clock(), v_day);
  v_now := guard.clock();
  if p_is_good then
    select b.failures into v_own from guard.brake b where b.key = p_keys[2] for update;
    update guard.brake b set failures = array(select f from unnest(b.failures) f where f <> all (v_own) order by f) where b.key = p_keys[1];
    update guard.brake b set failures = '{}' where b.key = p_keys[2];
    update guard.brake b set failures = array(select f from unnest(b.failures) f where f <> all (v_own) order by f) where b.key = p_keys[3];
    return false;
  end if;
  if cardinality(v_account.failures) < (p_limits ->> 'lock')::integer or v_account.locked_until is not null then return false; end if;
  update guard.brake b set locked_until = v_now + v_day, unlock_hash = p_unlock_hash, expires_at = v_now + v_day where b.key = p_keys[1];
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params, sent_at)
    select coalesce(p.email, 'nobody@recado.invalid'), 'account-locked', coalesce(p.locale, 'es'),
        case when p.id is null then '\x'::bytea else p_sealed_mail end, case when p.id is null then v_now end
      from (values (1)) one left join (guard.person p join guard.account a on a.person_id = p.id and a.disabled_at is null) on p.email_key = p_email_key;
  return true;
end $$;

-- Takes back a try that nobody could judge: whoever keeps the passwords did not answer. It was no failure of anybody's. In the order of
-- reserve_login, and only the try itself: what was wrong before it stays.
create or replace function guard.withdraw_login(p_keys bytea[], p_is_known boolean, p_mark timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v_key bytea;
begin
  foreach v_key in array case when p_is_known then p_keys[4:4] else p_keys[1:3] end loop
    update guard.brake b set failures = array_remove(b.failures, p_mark) where b.key = v_key;
  end loop;
end $$;

-- The way out of a lock, once: what was counted for the account is forgotten.
create or replace function guard.unlock_login(p_unlock_hash bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.brake b set failures = '{}', locked_until = null, unlock_hash = null
   where b.unlock_hash = p_unlock_hash and b.locked_until > guard.clock();
  return found;
end $$;

-- what brakes and rates no longer need
create or replace function guard.forget_brakes() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_now timestamptz := guard.clock(); n integer; m integer;
begin
  delete from guard.brake b where b.expires_at < v_now and (b.locked_until is null or b.locked_until < v_now);
  get diagnostics n = row_count;
  delete from guard.spent_challenge c where c.expires_at < v_now;
  get diagnostics m = row_count;
  n := n + m;
  delete from guard.rate r where r.resets_at < v_now;
  get diagnostics m = row_count;
  return n + m;
end $$;
