-- Phones: a number that its person has proved. Text messages wait beside the mails. Whether any can leave is known to the processes, not here.

create or replace function guard.write_text(p_phone text, p_template text, p_locale text, p_sealed bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params, channel) values (p_phone, p_template, p_locale, p_sealed, 'text');
end $$;

-- ───────────── a login ─────────────
-- A login that begins with a number. One that is nobody's takes the same path, as far as whoever asks can see.
create or replace function guard.begin_phone_attempt(p_phone text, p_subject bytea, p_secret_hash bytea, p_device_hash bytea, p_ttl interval) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; v_epoch integer;
begin
  select p.id, a.auth_epoch into v_person, v_epoch from guard.person p join guard.account a on a.person_id = p.id
   where p.phone = p_phone and a.disabled_at is null;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, subject, begun_by, expires_at)
    values (v_person, coalesce(v_epoch, 0), p_secret_hash, p_device_hash, '{}', p_subject, 'phone', guard.clock() + p_ttl);
end $$;

-- A code to the phone of an attempt, as the first proof or beside it: at most one in 30 seconds, five in an hour for a person. The former one
-- stops working, the tries are not given back. 'sent', 'wait', 'needless' when no phone would help; beyond the five 'limit', or, where nothing
-- is proved yet, the same answer, no message, and nothing fits.
create or replace function guard.send_attempt_text(p_attempt bytea, p_device bytea, p_code_hash bytea, p_ttl interval, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt; v_may boolean;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if not 'phone' = any (guard.needs_of(t.id)) then return 'needless'; end if;
  if t.text_sent_at > guard.clock() - interval '30 seconds' then return 'wait'; end if;
  -- whoever only knows the number uses up nothing of who has proved something already
  v_may := guard.reserve_login_attempt(sha256(convert_to(case when t.amr = '{}' then 'login-text-first|' || coalesce(encode(t.subject, 'hex'), t.person_id::text)
    else 'login-text|' || t.person_id end, 'UTF8')), interval '1 hour', 5);
  if not v_may and t.amr <> '{}' then return 'limit'; end if;
  update guard.login_attempt x set text_hash = case when v_may then p_code_hash end, text_sent_at = guard.clock(), expires_at = guard.clock() + p_ttl where x.id = t.id;
  if v_may then
    perform guard.write_text(p.phone, 'text-login', p.locale, p_sealed) from guard.person p where p.id = t.person_id and p.phone is not null;
  end if;
  return 'sent';
end $$;

-- Compares a code and uses it up; the tries are those of the attempt, and over all logins five a day for a number that nothing else was proved
-- of ('mail': that is the way in then) and twenty for a person who proved something before it. 'wrong' counts and must be committed.
create or replace function guard.prove_attempt_text(p_attempt bytea, p_device bytea, p_code_hash bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt; v_first boolean; v_key bytea;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  v_first := t.amr = '{}';
  v_key := sha256(convert_to('text-guess|' || case when v_first then coalesce(encode(t.subject, 'hex'), t.person_id::text) else t.person_id::text end, 'UTF8'));
  if not guard.reserve_login_attempt(v_key, interval '24 hours', case when v_first then 5 else 20 end) then return query select 'mail', 0; return; end if;
  if t.person_id is not null and t.text_hash = p_code_hash and 'phone' = any (guard.needs_of(t.id)) then
    perform guard.forget_login_failures(v_key);
    update guard.login_attempt x set amr = x.amr || 'phone'::text, text_hash = null where x.id = t.id;
    return query select 'proved', 5 - t.tries;
    return;
  end if;
  return query select * from guard.count_wrong(t.id);
end $$;

-- ───────────── one's own number ─────────────
-- What was asked for and waits for its code, of this session.
create or replace function guard.pending_code(s guard.session, p_purpose text) returns jsonb
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('to', c.subject, 'resendInMs', greatest(0, extract(epoch from c.sent_at + interval '30 seconds' - guard.clock()) * 1000)::integer)
    from guard.own_code c where c.person_id = s.person_id and c.purpose = p_purpose and c.session_id = s.id and c.expires_at > guard.clock() and c.tries < 5
$$;

-- under which address and number the caller is known, and what waits to replace them
create or replace function guard.own_contact(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return (select jsonb_build_object('email', p.email, 'phone', p.phone,
      'pendingEmail', guard.pending_code(s, 'email'), 'pendingPhone', guard.pending_code(s, 'phone')) from guard.person p where p.id = s.person_id);
end $$;

-- Whether a code may be sent for a purpose: 'wait' for half a minute, 'limit' beyond five an hour of the person or to the same place,
-- whoever asked.
create or replace function guard.may_send_own(s guard.session, p_purpose text, p_place bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from guard.own_code c where c.person_id = s.person_id and c.purpose = p_purpose and c.sent_at > guard.clock() - interval '30 seconds') then
    return 'wait';
  end if;
  if not guard.reserve_login_attempt(sha256(convert_to('own-' || p_purpose || '|' || s.person_id::text, 'UTF8')), interval '1 hour', 5)
     or not guard.reserve_login_attempt(p_place, interval '1 hour', 5)
     -- texts cost money, and some numbers earn it
     or p_purpose = 'phone' and not guard.reserve_login_attempt(sha256(convert_to('own-phone-day|' || s.person_id, 'UTF8')), interval '24 hours', 10) then
    return 'limit';
  end if;
  return 'sent';
end $$;

-- Sends a code to a number that the caller says is theirs; it changes nothing yet. p_place: the pseudonym of the number. 'same' when it is
-- theirs already.
create or replace function guard.start_phone(p_pass bytea, p_person uuid, p_phone text, p_place bytea, p_code_hash bytea, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); p guard.person; v_may text;
begin
  select * into p from guard.person x where x.id = s.person_id;
  if p.phone = p_phone then return 'same'; end if;
  v_may := guard.may_send_own(s, 'phone', p_place);
  if v_may <> 'sent' then return v_may; end if;
  perform guard.keep_own_code(s, 'phone', p_code_hash, p_phone, null, interval '10 minutes');
  perform guard.write_text(p_phone, 'text-phone', p.locale, p_sealed);
  return 'sent';
end $$;

-- Compares the code that went to an own place and uses it up. 'right', 'wrong' with the tries that are left (to be committed), or 'gone'.
create or replace function guard.judge_own_code(s guard.session, p_purpose text, p_code_hash bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_tries integer;
begin
  if guard.pending_code(s, p_purpose) is null then return query select 'gone', 0; return; end if;
  -- over all codes to a place, whoever asked for them: nobody takes a number or an address that they only guess at
  if not guard.reserve_login_attempt(sha256(convert_to('own-guess|' || (select coalesce(c.subject_key, c.subject) from guard.own_code c
       where c.person_id = s.person_id and c.purpose = p_purpose), 'UTF8')), interval '24 hours', 20) then
    return query select 'gone', 0; return;
  end if;
  if guard.take_own_code(s, p_purpose, p_code_hash) then return query select 'right', 5; return; end if;
  select c.tries into v_tries from guard.own_code c where c.person_id = s.person_id and c.purpose = p_purpose;
  return query select 'wrong', 5 - v_tries;
end $$;

-- A right code makes the number the caller's. Whoever had it before has it no more and is told by mail, because whoever holds the phone now
-- could enter with it. The other sessions end. 'done', 'wrong' (to be committed), 'gone'.
create or replace function guard.confirm_phone(p_pass bytea, p_person uuid, p_code_hash bytea, p_sealed bytea, p_sealed_lost bytea)
returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_phone text; v_former text; v_loser uuid; j record;
begin
  select c.subject into v_phone from guard.own_code c where c.person_id = s.person_id and c.purpose = 'phone';
  -- both locks in one order: two people who swap numbers must not wait for each other
  perform 1 from guard.account a where a.person_id = s.person_id or a.person_id in (select p.id from guard.person p where p.phone = v_phone)
    order by a.person_id for no key update;
  s := guard.own_proved(p_pass, p_person);
  select c.subject into v_phone from guard.own_code c where c.person_id = s.person_id and c.purpose = 'phone';
  select * into j from guard.judge_own_code(s, 'phone', p_code_hash);
  if j.outcome <> 'right' then return query select j.outcome, j.tries_left; return; end if;
  select p.phone into v_former from guard.person p where p.id = s.person_id;
  update guard.person p set phone = null, phone_verified_at = null where p.phone = v_phone and p.id <> s.person_id returning p.id into v_loser;
  if v_loser is not null then
    update guard.account a set auth_epoch = a.auth_epoch + 1 where a.person_id = v_loser;
    insert into guard.session_event (at, person_id, kind) values (guard.clock(), v_loser, 'phone_removed');
    perform guard.tell_owner(v_loser, 'phone-lost', p_sealed_lost);
  end if;
  update guard.person p set phone = v_phone, phone_verified_at = guard.clock() where p.id = s.person_id;
  perform guard.end_others(s, 'phone');
  perform guard.note_event(s, 'phone_changed', '{}');
  perform guard.tell_owner(s.person_id, case when v_former is null then 'phone-added' else 'phone-changed' end, p_sealed);
  return query select 'done', 5;
exception when unique_violation then
  -- somebody proved the same number in the same moment and was first
  return query select 'gone', 0;
end $$;

-- Takes the number away; nothing is asked of it any more. False when there was none.
create or replace function guard.remove_phone(p_pass bytea, p_person uuid, p_sealed bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  update guard.person p set phone = null, phone_verified_at = null where p.id = s.person_id and p.phone is not null;
  if not found then return false; end if;
  perform guard.end_others(s, 'phone');
  perform guard.note_event(s, 'phone_removed', '{}');
  perform guard.tell_owner(s.person_id, 'phone-removed', p_sealed);
  return true;
end $$;

-- With the lock held: what one logs in with has changed, so that the other sessions end and nothing that was proved before opens one.
create or replace function guard.end_others(s guard.session, p_reason text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.account a set auth_epoch = a.auth_epoch + 1 where a.person_id = s.person_id;
  return guard.end_all(array(select x.id from guard.session x where x.person_id = s.person_id and x.id <> s.id and x.ended_at is null and x.kind = 'user'),
    p_reason, s.id);
end $$;
