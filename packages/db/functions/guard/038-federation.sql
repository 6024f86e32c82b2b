-- Entering with an account at an issuer (Google, Microsoft). The web process has checked what the issuer signed and says it here; who that
-- is, and what it proves of them, is decided here. Issuer and subject name a person; an address is only ever a reason to ask.

-- A browser leaves for the issuer. Its secret, its device and the state in the address must all come back together, once. With a pass it
-- leaves to link the issuer's account to its own person.
create or replace function guard.begin_federation(p_secret_hash bytea, p_device_hash bytea, p_state_hash bytea, p_provider text, p_sealed bytea,
  p_ttl interval, p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  if p_pass is not null then s := guard.own_proved(p_pass, p_person); end if;
  insert into guard.federation (secret_hash, device_hash, state_hash, provider, person_id, sealed, expires_at)
    values (p_secret_hash, p_device_hash, p_state_hash, p_provider, s.person_id, p_sealed, guard.clock() + p_ttl);
end $$;

-- Uses up what a browser left with; nothing when it is not this browser, this state or this issuer, or came too late or twice.
create or replace function guard.take_federation(p_secret_hash bytea, p_device_hash bytea, p_state_hash bytea, p_provider text)
returns table (sealed bytea, person_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with taken as (
    delete from guard.federation f where f.secret_hash = p_secret_hash and f.device_hash = p_device_hash and f.state_hash = p_state_hash
       and f.provider = p_provider returning f.sealed, f.person_id, f.expires_at)
  select t.sealed, t.person_id from taken t where t.expires_at > guard.clock()
$$;

-- What it comes to when an issuer says who somebody is:
--   'proved'  their own account; an attempt waits under the secret. The mailbox counts as proved only when the issuer speaks for it
--   'link'    nobody's yet, but the verified address has an account: its owner logs in first. Nothing is linked by an address alone
--   'new'     nobody's yet: a sign-up may follow
create or replace function guard.enter_federated(p_provider text, p_issuer text, p_subject text, p_email text, p_email_key text, p_name text,
  p_is_verified boolean, p_is_mailbox_proven boolean, p_secret_hash bytea, p_device_hash bytea, p_ttl interval) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare i guard.federated_identity; p guard.person; v_owner uuid;
begin
  select * into i from guard.federated_identity x where x.issuer = p_issuer and x.subject = p_subject;
  if found then
    select * into p from guard.person x where x.id = i.person_id;
    update guard.federated_identity x set used_at = guard.clock() where x.id = i.id;
    insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
      select a.person_id, a.auth_epoch, p_secret_hash, p_device_hash,
          case when p_is_mailbox_proven and p.email_key = p_email_key then array['oauth', 'email'] else array['oauth'] end, guard.clock() + p_ttl
        from guard.account a where a.person_id = i.person_id;
    return 'proved';
  end if;
  -- an address that nobody verified says nothing, and must not tell whether it has an account
  if p_is_verified then select x.id into v_owner from guard.person x where x.email_key = p_email_key; end if;
  insert into guard.federated_claim (secret_hash, device_hash, provider, issuer, subject, email, email_key, name, is_mailbox_proven, person_id, expires_at)
    values (p_secret_hash, p_device_hash, p_provider, p_issuer, p_subject, p_email, p_email_key, p_name, p_is_mailbox_proven, v_owner,
      guard.clock() + p_ttl);
  return case when v_owner is null then 'new' else 'link' end;
end $$;

-- the claim that this browser holds, locked; RG005 when there is none
create or replace function guard.held_claim(p_secret_hash bytea, p_device_hash bytea) returns bytea
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare c guard.federated_claim;
begin
  select * into c from guard.federated_claim x
   where x.secret_hash = p_secret_hash and x.device_hash = p_device_hash and x.expires_at > guard.clock() for update;
  if not found then raise exception 'no claim' using errcode = 'RG005'; end if;
  return c.secret_hash;
end $$;

-- what the browser that holds a claim may know of it
create or replace function guard.claim_state(p_secret_hash bytea, p_device_hash bytea) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_held bytea := guard.held_claim(p_secret_hash, p_device_hash); c guard.federated_claim;
begin
  select * into c from guard.federated_claim x where x.secret_hash = v_held;
  return jsonb_build_object('provider', c.provider, 'email', c.email, 'name', c.name, 'isMailboxProven', c.is_mailbox_proven,
    'asks', case when c.person_id is null then 'signUp' else 'logIn' end);
end $$;

-- one more account of a person's at an issuer: 'linked', 'already', or 'taken' by somebody else
create or replace function guard.keep_identity(s guard.session, p_provider text, p_issuer text, p_subject text, p_email text, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_owner uuid;
begin
  insert into guard.federated_identity (person_id, provider, issuer, subject, email, linked_at)
    values (s.person_id, p_provider, p_issuer, p_subject, p_email, guard.clock())
    on conflict (issuer, subject) do nothing;
  if not found then
    select i.person_id into v_owner from guard.federated_identity i where i.issuer = p_issuer and i.subject = p_subject;
    return case when v_owner = s.person_id then 'already' else 'taken' end;
  end if;
  perform guard.note_event(s, 'way_added', jsonb_build_object('way', p_provider));
  perform guard.warn_owner(s, 'way-added', p_sealed);
  return 'linked';
end $$;

-- Links what a claim says, for the person whose address it has, once they are in.
create or replace function guard.link_claim(p_pass bytea, p_person uuid, p_secret_hash bytea, p_device_hash bytea, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); v_held bytea := guard.held_claim(p_secret_hash, p_device_hash); c guard.federated_claim;
begin
  select * into c from guard.federated_claim x where x.secret_hash = v_held;
  if c.person_id is distinct from s.person_id then raise exception 'another person''s claim' using errcode = 'RG005'; end if;
  delete from guard.federated_claim x where x.secret_hash = c.secret_hash;
  return guard.keep_identity(s, c.provider, c.issuer, c.subject, c.email, p_sealed);
end $$;

-- Links for a person who left to do so from their own session.
create or replace function guard.link_federated(p_pass bytea, p_person uuid, p_provider text, p_issuer text, p_subject text, p_email text, p_sealed bytea)
returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  return guard.keep_identity(s, p_provider, p_issuer, p_subject, p_email, p_sealed);
end $$;

create or replace function guard.list_identities(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'provider', i.provider, 'email', i.email, 'linkedAt', i.linked_at, 'usedAt', i.used_at)
    order by i.linked_at) from guard.federated_identity i where i.person_id = s.person_id and s.kind = 'user'), '[]');
end $$;

-- whether a person could still come in without one of the ways they have
create or replace function guard.has_way_besides(p_person uuid, p_identity uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from guard.person p where p.id = p_person and p.password_hash is not null)
    or exists (select 1 from guard.federated_identity i where i.person_id = p_person and i.id <> p_identity)
    or exists (select 1 from guard.passkey k where k.person_id = p_person and k.id <> p_identity)
$$;

-- 'unlinked', 'last' when it is the only way in, or 'gone'
create or replace function guard.unlink_identity(p_pass bytea, p_person uuid, p_id uuid, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); i guard.federated_identity;
begin
  select * into i from guard.federated_identity x where x.id = p_id and x.person_id = s.person_id for update;
  if not found then return 'gone'; end if;
  if not guard.has_way_besides(s.person_id, i.id) then return 'last'; end if;
  delete from guard.federated_identity x where x.id = i.id;
  perform guard.note_event(s, 'way_removed', jsonb_build_object('way', i.provider));
  perform guard.warn_owner(s, 'way-removed', p_sealed);
  return 'unlinked';
end $$;

drop function if exists guard.sign_up_federated(bytea, bytea, text, text, text, text, text, text, text, text, text, bytea, interval, bytea, bytea, bytea);
-- A sign-up by whoever holds a claim. With a mailbox that the issuer speaks for, the person is made at once and an attempt waits for the last
-- step ('created'); otherwise a code goes to the mailbox as in every sign-up ('code'), and a taken address is answered alike. 'logIn' when
-- somebody took the proved address meanwhile.
create or replace function guard.sign_up_federated(p_secret_hash bytea, p_device_hash bytea, p_email text, p_email_key text, p_name text, p_business text,
  p_slug text, p_industry text, p_locale text, p_time_zone text, p_terms_version text, p_code_hash bytea, p_ttl interval, p_sealed_code bytea,
  p_sealed_taken bytea, p_attempt bytea, p_trace jsonb default null) returns table (outcome text, signup_id uuid, workspace_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_held bytea := guard.held_claim(p_secret_hash, p_device_hash); c guard.federated_claim; s guard.pending_signup; v_made record; v_taken boolean;
  v_is_proven boolean;
begin
  select * into c from guard.federated_claim x where x.secret_hash = v_held;
  v_is_proven := c.is_mailbox_proven and c.email_key = p_email_key;
  if c.person_id is not null then return query select 'logIn', null::uuid, null::uuid; return; end if;
  select exists (select 1 from guard.person p where p.email_key = p_email_key) into v_taken;
  if v_taken and v_is_proven then
    update guard.federated_claim x set person_id = p.id from guard.person p where x.secret_hash = c.secret_hash and p.email_key = p_email_key;
    return query select 'logIn', null::uuid, null::uuid; return;
  end if;
  insert into guard.pending_signup (email, email_key, name, business, slug, industry, locale, time_zone, terms_version, code_hash, expires_at, provider,
      issuer, subject, issuer_email)
    values (p_email, p_email_key, p_name, p_business, p_slug, p_industry, p_locale, p_time_zone, p_terms_version, p_code_hash, clock_timestamp() + p_ttl,
      c.provider, c.issuer, c.subject, c.email) returning * into s;
  if v_is_proven then
    select * into v_made from guard.found_company(s, p_attempt, p_device_hash, p_ttl, p_trace);
    if v_made.person_id is null then
      -- somebody was first with the address: they log in
      delete from guard.pending_signup x where x.id = s.id;
      update guard.federated_claim x set person_id = p.id from guard.person p where x.secret_hash = c.secret_hash and p.email_key = p_email_key;
      return query select 'logIn', null::uuid, null::uuid; return;
    end if;
    delete from guard.federated_claim x where x.secret_hash = c.secret_hash;
    return query select 'created', s.id, v_made.workspace_id; return;
  end if;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values (p_email, case when v_taken then 'signup-taken' else 'signup-code' end, p_locale, case when v_taken then p_sealed_taken else p_sealed_code end);
  return query select 'code', s.id, null::uuid;
end $$;

-- What opens an account by itself and may have been put up by whoever was in it: its owner makes them anew. Nothing is lost that guards: the
-- mailbox opens such an account too, and second factors stay.
create or replace function guard.drop_ways(p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from guard.passkey k where k.person_id = p_person;
  delete from guard.federated_identity i where i.person_id = p_person;
end $$;
