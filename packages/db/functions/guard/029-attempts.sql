-- A login on its way: what was proved of a person in one browser, and what is still missing. Decided here alone, so that no way in can
-- pass it by.
--   pwd, oauth, passkey: proved by the web process, which says so when it begins or adds to an attempt
--   email, phone, totp, recovery: proved in here, by functions that compare and use up; nobody can claim them

-- the factors beside the first that a person has set up; recovery codes alone are none
create or replace function guard.second_factors(p_person uuid) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when f.kinds = '{}' then f.kinds
    when exists (select 1 from guard.recovery_code r where r.person_id = p_person and r.used_at is null) then f.kinds || array['recovery'] else f.kinds end
    from (select case when exists (select 1 from guard.totp t where t.person_id = p_person and t.confirmed_at is not null)
      then array['totp'] else '{}'::text[] end kinds) f
$$;

create or replace function guard.has_passkey(p_person uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from guard.passkey k where k.person_id = p_person);
end $$;

drop function if exists guard.needs_of(uuid);

-- What an attempt still needs: any one of the answered proofs, none when it may open a session. Asked again after each proof.
-- p_own: how many sessions it has just displaced itself.
create or replace function guard.needs_of(p_attempt uuid, p_own integer default 0) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare t guard.login_attempt; v_second text[]; v_key text[]; v_trusted timestamptz; v_known boolean; v_phone text[];
begin
  select * into t from guard.login_attempt x where x.id = p_attempt;
  -- an address or a number that is nobody's waits for a code like any other
  if t.person_id is null or t.amr = '{}' then return array[case when t.begun_by = 'phone' then 'phone' else 'email' end]; end if;
  -- with user verification it is something one has and something one knows or is
  if 'passkey' = any (t.amr) then return '{}'; end if;
  select d.trusted_until into v_trusted from guard.device d
   where d.person_id = t.person_id and d.secret_hash = t.device_hash and d.revoked_at is null;
  v_known := found;
  -- where an account has changed hands again and again, no browser is known well enough to do so once more
  if guard.displaced_of_late(t.person_id) - p_own >= 3 then v_known := false; v_trusted := null; end if;
  -- a phone stands in for a factor or for the mailbox and is never a factor by itself: it may only follow another proof, never count twice
  select array['phone'] into v_phone from guard.person p where p.id = t.person_id and p.phone is not null and t.amr[1] <> 'phone';
  v_second := guard.second_factors(t.person_id);
  v_key := case when guard.has_passkey(t.person_id) then array['passkey'] else '{}'::text[] end;
  if v_second <> '{}' then
    return case when t.amr && array['totp', 'recovery'] or 'phone' = any (t.amr[2:]) or v_trusted > guard.clock() then '{}'::text[]
      else v_second || coalesce(v_phone, '{}') || v_key end;
  end if;
  -- whoever keeps a passkey is not entered by a password alone, known browser or not; who has lost it has the mailbox
  if v_key <> '{}' and not coalesce(v_trusted > guard.clock(), false) then v_known := false; end if;
  return case when v_known or t.amr && array['email', 'phone'] then '{}'::text[] else array['email'] || coalesce(v_phone, '{}') || v_key end;
end $$;

-- what was proved of a person, kept for ten minutes until the last step; the browser holds its secret
create or replace function guard.begin_attempt(p_person uuid, p_epoch integer, p_secret_hash bytea, p_device_hash bytea, p_amr text[], p_ttl interval) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_person is null or p_amr = '{}' or not p_amr <@ array['pwd', 'oauth', 'passkey'] then
    raise exception 'not a first proof' using errcode = '22023';
  end if;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
    values (p_person, coalesce(p_epoch, (select a.auth_epoch from guard.account a where a.person_id = p_person)), p_secret_hash, p_device_hash, p_amr,
      guard.clock() + p_ttl);
end $$;

-- The attempt that this browser holds, locked; RG005 when it ran out, died of wrong codes, or everything was ended since.
create or replace function guard.held_attempt(p_attempt bytea, p_device bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare t guard.login_attempt;
begin
  select * into t from guard.login_attempt x
   where x.secret_hash = p_attempt and x.device_hash = p_device and x.expires_at > guard.clock() and x.dead_at is null for update;
  if not found or (t.person_id is not null and not exists (
       select 1 from guard.account a where a.person_id = t.person_id and a.auth_epoch = t.auth_epoch and a.disabled_at is null)) then
    raise exception 'no attempt' using errcode = 'RG005';
  end if;
  return t.id;
end $$;

-- what the browser that holds an attempt may know of it
create or replace function guard.attempt_state(p_attempt bytea, p_device bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  return (select jsonb_build_object('needs', guard.needs_of(t.id),
      'mail', regexp_replace(p.email, '^(.)[^@]*@', '\1•••@'), 'phone', '•••' || right(p.phone, 3),
      'hasCode', t.code_sent_at is not null,
      'resendInMs', greatest(0, extract(epoch from t.code_sent_at + interval '30 seconds' - guard.clock()) * 1000)::integer,
      'hasText', t.text_sent_at is not null,
      'resendTextInMs', greatest(0, extract(epoch from t.text_sent_at + interval '30 seconds' - guard.clock()) * 1000)::integer)
    -- nothing of the person before anything is proved of them
    from (select) one left join guard.person p on p.id = t.person_id and t.amr <> '{}');
end $$;

-- A second proof that the web process has seen beside the first.
create or replace function guard.add_proof(p_attempt bytea, p_device bytea, p_proof text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if p_proof <> 'passkey' or t.person_id is null then raise exception 'not a proof of the web' using errcode = '22023'; end if;
  update guard.login_attempt x set amr = x.amr || p_proof where x.id = t.id and not p_proof = any (x.amr);
end $$;

-- Writes a code to the person's mailbox: at most one in 30 seconds, five in an hour for a person whatever they logged in with. The former
-- one stops working, the tries are not given back. 'sent', 'wait', 'limit', or 'needless' when no code would help.
create or replace function guard.send_attempt_code(p_attempt bytea, p_device bytea, p_code_hash bytea, p_ttl interval, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt; v_key text;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  if not 'email' = any (guard.needs_of(t.id)) then return 'needless'; end if;
  if t.code_sent_at > guard.clock() - interval '30 seconds' then return 'wait'; end if;
  v_key := coalesce(t.person_id::text, encode(t.subject, 'hex'));
  if not guard.reserve_login_attempt(sha256(convert_to('login-code|' || v_key, 'UTF8')), interval '1 hour', 5) then return 'limit'; end if;
  update guard.login_attempt x set code_hash = p_code_hash, code_sent_at = guard.clock(), expires_at = guard.clock() + p_ttl where x.id = t.id;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    select p.email, 'login-code', p.locale, p_sealed from guard.person p where p.id = t.person_id;
  return 'sent';
end $$;

-- Compares a code and uses it up. Five wrong ones in all and the attempt is dead, whatever was proved before: 'wrong' counts and must be
-- committed.
create or replace function guard.prove_attempt_code(p_attempt bytea, p_device bytea, p_code_hash bytea) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid := guard.held_attempt(p_attempt, p_device); t guard.login_attempt; v_key bytea;
begin
  select * into t from guard.login_attempt x where x.id = v_id;
  -- A code that is the first proof is anybody's to guess, for as many addresses as they know. Five tries a day for each address, whoever's it
  -- is; beyond them the link of the same mail, which nobody guesses, is the way in. After another proof it is twenty for a person.
  v_key := sha256(convert_to(case when t.amr = '{}' then 'mail-guess|' || coalesce(encode(t.subject, 'hex'), t.person_id::text)
    else 'mail-guess-after|' || t.person_id end, 'UTF8'));
  if not guard.reserve_login_attempt(v_key, interval '24 hours', case when t.amr = '{}' then 5 else 20 end) then
    return query select case when t.amr = '{}' then 'link' else 'limit' end, 0; return;
  end if;
  if t.person_id is not null and t.code_hash = p_code_hash then
    perform guard.forget_login_failures(v_key);
    -- its link is used up with it: nobody may take over what goes on from here
    update guard.login_attempt x set amr = x.amr || 'email'::text, code_hash = null, link_hash = null where x.id = t.id;
    update guard.person p set email_verified_at = guard.clock() where p.id = t.person_id and p.email_verified_at is null;
    return query select 'proved', 5 - t.tries;
    return;
  end if;
  return query select * from guard.count_wrong(t.id);
end $$;

-- one more wrong code of an attempt
create or replace function guard.count_wrong(p_attempt uuid) returns table (outcome text, tries_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_tries smallint;
begin
  update guard.login_attempt x set tries = x.tries + 1, dead_at = case when x.tries >= 4 then guard.clock() end where x.id = p_attempt
    returning x.tries into v_tries;
  return query select case when v_tries >= 5 then 'dead' else 'wrong' end, 5 - v_tries;
end $$;
