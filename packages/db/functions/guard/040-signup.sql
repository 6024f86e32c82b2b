-- Sign-up and password login. A taken e-mail takes the same path and the same answer as a free one.

create or replace function guard.begin_signup(
  p_email text, p_email_key text, p_name text, p_business text, p_slug text, p_industry text, p_locale text, p_time_zone text,
  p_password_hash text, p_terms_version text, p_code_hash bytea, p_ttl interval, p_sealed_code bytea, p_sealed_taken bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid; v_taken boolean;
begin
  v_taken := exists (select 1 from guard.person where email_key = p_email_key);
  insert into guard.pending_signup (email, email_key, name, business, slug, industry, locale, time_zone, password_hash, terms_version, code_hash, expires_at)
    values (p_email, p_email_key, p_name, p_business, p_slug, p_industry, p_locale, p_time_zone, p_password_hash, p_terms_version, p_code_hash,
      clock_timestamp() + p_ttl) returning id into v_id;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values (p_email, case when v_taken then 'signup-taken' else 'signup-code' end, p_locale, case when v_taken then p_sealed_taken else p_sealed_code end);
  return v_id;
end $$;

create or replace function guard.resend_signup(p_id uuid, p_code_hash bytea, p_ttl interval, p_sealed_code bytea, p_sealed_taken bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.pending_signup; v_taken boolean;
begin
  select * into s from guard.pending_signup where id = p_id for update;
  if not found then return 'gone'; end if;
  if s.sent_at > clock_timestamp() - interval '30 seconds' then return 'wait'; end if;
  if s.expires_at <= clock_timestamp() then return 'gone'; end if;
  -- whoever begins many sign-ups fills nobody's mailbox by asking again for each
  if not guard.reserve_login_attempt(sha256(convert_to('signup-mails|' || s.email_key, 'UTF8')), interval '1 hour', 5) then return 'wait'; end if;
  v_taken := exists (select 1 from guard.person where email_key = s.email_key);
  update guard.pending_signup set code_hash = p_code_hash, attempts = 0, sent_at = clock_timestamp(), expires_at = clock_timestamp() + p_ttl where id = p_id;
  insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values (s.email, case when v_taken then 'signup-taken' else 'signup-code' end, s.locale, case when v_taken then p_sealed_taken else p_sealed_code end);
  return 'sent';
end $$;

drop function if exists guard.verify_signup(uuid, bytea);
drop function if exists guard.verify_signup(uuid, bytea, bytea, bytea, interval);

-- 'wrong' counts an attempt and must be committed; 'created' made person, account, workspace and owner in this one transaction, and left an
-- attempt for the last step in this browser: the password is theirs and the mailbox is proved
create or replace function guard.verify_signup(p_id uuid, p_code_hash bytea, p_secret_hash bytea, p_device_hash bytea, p_ttl interval, p_trace jsonb default null)
returns table (outcome text, person_id uuid, workspace_id uuid, attempts_left integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.pending_signup; v_made record;
begin
  select * into s from guard.pending_signup x where x.id = p_id for update;
  if not found then return query select 'gone', null::uuid, null::uuid, 0; return; end if;
  if s.expires_at <= clock_timestamp() then return query select 'expired', null::uuid, null::uuid, 0; return; end if;
  -- over all sign-ups of an address: nobody opens an account on a mailbox that they only guess at
  if s.attempts >= 5 or not guard.reserve_login_attempt(sha256(convert_to('signup-guess|' || s.email_key, 'UTF8')), interval '24 hours', 20) then
    return query select 'exhausted', null::uuid, null::uuid, 0; return;
  end if;
  if s.code_hash <> p_code_hash or exists (select 1 from guard.person p where p.email_key = s.email_key) then
    update guard.pending_signup x set attempts = x.attempts + 1 where x.id = p_id;
    return query select 'wrong', null::uuid, null::uuid, 4 - s.attempts; return;
  end if;
  select * into v_made from guard.found_company(s, p_secret_hash, p_device_hash, p_ttl, p_trace);
  if v_made.person_id is null then return query select 'wrong', null::uuid, null::uuid, 4 - s.attempts; return; end if;
  return query select 'created', v_made.person_id, v_made.workspace_id, 0;
end $$;

drop function if exists guard.found_company(guard.pending_signup, bytea, bytea, interval);
-- Person, account, workspace and owner of a sign-up whose mailbox is proved, and an attempt for the last step in this browser; nobody when
-- somebody else has the address by now.
create or replace function guard.found_company(s guard.pending_signup, p_secret_hash bytea, p_device_hash bytea, p_ttl interval, p_trace jsonb)
returns table (person_id uuid, workspace_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_person uuid; v_account uuid; v_workspace uuid; v_plan text; v_version integer;
begin
  insert into guard.person (email, email_key, name, locale, time_zone, password_hash, email_verified_at, terms_version, terms_accepted_at)
    values (s.email, s.email_key, s.name, s.locale, s.time_zone, s.password_hash, clock_timestamp(), s.terms_version, clock_timestamp())
    on conflict (email_key) do nothing returning id into v_person;
  if v_person is null then return; end if;
  -- the row is kept as it is until this account stands on it
  select v.plan, v.version into v_plan, v_version from guard.catalogue c join guard.plan_version v using (plan, version) where c.is_current for share of v;
  insert into app.account (name, plan, plan_version) values (s.business, v_plan, v_version) returning id into v_account;
  -- two companies of one name may be founded in the same moment: the second one gets a tail
  insert into app.workspace (account_id, name, slug, industry, locale, time_zone)
    values (v_account, s.business, s.slug, s.industry, s.locale, s.time_zone) on conflict (slug) do nothing returning id into v_workspace;
  if v_workspace is null then
    insert into app.workspace (account_id, name, slug, industry, locale, time_zone)
      values (v_account, s.business, left(s.slug, 50) || '-' || left(replace(gen_random_uuid()::text, '-', ''), 8), s.industry, s.locale, s.time_zone)
      returning id into v_workspace;
  end if;
  insert into app.member (workspace_id, person_id, role, name, email) values (v_workspace, v_person, 'owner', s.name, s.email);
  perform guard.note_audit(v_workspace, 'person', v_person::text, s.name, 'workspaces/workspace.created', v_workspace::text,
    jsonb_build_object('createdId', v_workspace, 'name', s.business, 'likeId', null), null, null, p_trace);
  delete from guard.pending_signup x where x.email_key = s.email_key;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
    values (v_person, 0, p_secret_hash, p_device_hash, array[case when s.issuer is null then 'pwd' else 'oauth' end, 'email'], guard.clock() + p_ttl);
  if s.issuer is not null then
    insert into guard.federated_identity (person_id, provider, issuer, subject, email) values (v_person, s.provider, s.issuer, s.subject, s.issuer_email)
      on conflict (issuer, subject) do nothing;
  end if;
  return query select v_person, v_workspace;
end $$;

drop function if exists guard.find_login(text);
create or replace function guard.find_login(p_email_key text)
returns table (person_id uuid, email text, password_hash text, auth_epoch integer)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.id, p.email, p.password_hash, a.auth_epoch from guard.person p join guard.account a on a.person_id = p.id
   where p.email_key = p_email_key and a.disabled_at is null
$$;

-- earlier forms: counting first and noting later let parallel guesses pass together
drop function if exists guard.login_failures(bytea, interval);
drop function if exists guard.note_login_failure(bytea);

-- Takes one of the attempts that a key (an account and an address together, pseudonymous) has left in a window; false when none is.
-- The attempt counts before the password is looked at, and is given back by a success.
create or replace function guard.reserve_login_attempt(p_key bytea, p_window interval, p_allowed integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if guard.has_raised_limits() then return true; end if;
  perform pg_advisory_xact_lock(hashtextextended(encode(p_key, 'hex'), 0));
  if (select count(*) from guard.login_failure f where f.key = p_key and f.at > clock_timestamp() - p_window) >= p_allowed then return false; end if;
  insert into guard.login_failure (key) values (p_key);
  return true;
end $$;

create or replace function guard.forget_login_failures(p_key bytea) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ delete from guard.login_failure where key = p_key $$;

-- ───────────── mail: written in the transaction that needs it, sent by the job that is told of it ─────────────
create or replace function guard.announce_mail() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform jobs.emit_global('identity/mail.queued', jsonb_build_object('mailId', new.id));
  return null;
end $$;

-- earlier forms: mails were taken by the dozen, by whoever came
drop function if exists guard.claim_mail(integer, interval);
drop function if exists guard.settle_mail(uuid, text, interval);

drop function if exists guard.claim_mail(uuid, text, interval);

-- Gives one mail to one run: 'claimed', or why not. A run that claimed it before may do so again at once (its process died, or the mail
-- is to be tried again); another one when the lease is over.
create or replace function guard.claim_mail(p_id uuid, p_claimant text, p_lease interval)
returns table (outcome text, recipient text, template text, locale text, sealed_params bytea, attempts smallint, channel text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare m guard.outgoing_mail; v_outcome text;
begin
  select * into m from guard.outgoing_mail o where o.id = p_id for update;
  v_outcome := case when m.id is null then 'gone' when m.sent_at is not null then 'sent' when m.failed_at is not null then 'given up'
    when m.next_at > clock_timestamp() and m.claimant is distinct from p_claimant then 'elsewhere' else 'claimed' end;
  if v_outcome = 'claimed' then
    update guard.outgoing_mail o set attempts = o.attempts + 1, next_at = clock_timestamp() + p_lease, claimant = p_claimant
     where o.id = p_id returning o.* into m;
  end if;
  return query select v_outcome, m.recipient, m.template, m.locale, m.sealed_params, m.attempts, m.channel;
end $$;

-- What became of it. Who lost the mail to another run can still say that it was sent, and nothing else.
create or replace function guard.settle_mail(p_id uuid, p_claimant text, p_error text, p_retry_in interval) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update guard.outgoing_mail m set
    sent_at = case when p_error is null then clock_timestamp() end,
    failed_at = case when p_error is not null and p_retry_in is null then clock_timestamp() end,
    last_error = p_error,
    -- what was sent needs no longer be readable
    sealed_params = case when p_error is null then '\x' else m.sealed_params end,
    next_at = coalesce(clock_timestamp() + p_retry_in, m.next_at)
  where m.id = p_id and m.sent_at is null and (p_error is null or m.claimant = p_claimant)
$$;

-- Tells again of mails that are due and that no run has taken for a while, at most once in that while. Answers how many.
create or replace function guard.requeue_mail(p_after interval) returns integer
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with due as (
    select o.id from guard.outgoing_mail o where o.sent_at is null and o.failed_at is null
       and greatest(o.next_at, o.told_at) <= clock_timestamp() - p_after
     order by o.next_at limit 1000 for update skip locked),
  told as (update guard.outgoing_mail m set told_at = clock_timestamp() from due d where m.id = d.id returning m.id)
  select count(jobs.emit_global('identity/mail.queued', jsonb_build_object('mailId', t.id)))::integer from told t
$$;
