-- Passkeys: the web process checks signatures, this keeps challenges, keys and counts. With user verification one of them is both factors.

-- A challenge for this browser, good for one answer. With a pass it is for a new passkey of the caller's, who must have proved themselves in
-- the last ten minutes; answers what the browser must know of them and of the passkeys they have.
create or replace function guard.begin_passkey(p_challenge_hash bytea, p_device_hash bytea, p_ttl interval, p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  if p_pass is not null then s := guard.own_proved(p_pass, p_person); end if;
  insert into guard.passkey_challenge (challenge_hash, device_hash, person_id, expires_at)
    values (p_challenge_hash, p_device_hash, s.person_id, guard.clock() + p_ttl);
  return (select jsonb_build_object('personId', p.id, 'email', p.email, 'name', p.name, 'known', coalesce((
      select jsonb_agg(jsonb_build_object('id', encode(k.credential_id, 'hex'), 'transports', k.transports)) from guard.passkey k
       where k.person_id = p.id), '[]')) from guard.person p where p.id = s.person_id);
end $$;

-- Uses up a challenge; nothing when it is not this browser's, or came too late or twice.
create or replace function guard.take_passkey_challenge(p_challenge_hash bytea, p_device_hash bytea) returns table (person_id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with taken as (delete from guard.passkey_challenge c where c.challenge_hash = p_challenge_hash and c.device_hash = p_device_hash returning c.*)
  select t.person_id from taken t where t.expires_at > guard.clock()
$$;

create or replace function guard.find_passkey(p_credential_id bytea) returns table (id uuid, public_key bytea, sign_count bigint, transports text[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select k.id, k.public_key, k.sign_count, k.transports from guard.passkey k where k.credential_id = p_credential_id $$;

-- Takes the count of a passkey whose signature was right; false when it did not go forward, which is how a copy shows, or when it is gone.
create or replace function guard.count_passkey(p_passkey uuid, p_sign_count bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.passkey x set sign_count = p_sign_count, used_at = guard.clock()
   where x.id = p_passkey and (greatest(x.sign_count, p_sign_count) = 0 or p_sign_count > x.sign_count);
  return found;
end $$;

-- A passkey whose signature was right: an attempt waits under the secret. False as in count_passkey.
create or replace function guard.enter_passkey(p_passkey uuid, p_sign_count bigint, p_secret_hash bytea, p_device_hash bytea, p_ttl interval) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not guard.count_passkey(p_passkey, p_sign_count) then return false; end if;
  insert into guard.login_attempt (person_id, auth_epoch, secret_hash, device_hash, amr, expires_at)
    select a.person_id, a.auth_epoch, p_secret_hash, p_device_hash, array['passkey'], guard.clock() + p_ttl
      from guard.passkey k join guard.account a on a.person_id = k.person_id where k.id = p_passkey;
  return true;
end $$;

-- A passkey of the caller's own whose signature was right, inside their session. False as in count_passkey, and when it is somebody else's.
create or replace function guard.use_passkey(p_pass bytea, p_person uuid, p_passkey uuid, p_sign_count bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  if not exists (select 1 from guard.passkey k where k.id = p_passkey and k.person_id = s.person_id) then return false; end if;
  return guard.count_passkey(p_passkey, p_sign_count);
end $$;

-- Keeps a new passkey of the caller's; null when somebody has it already. Twenty are enough for anybody. Its person was verified while it was
-- made, as by a second factor that is set up, so their session has both factors from then on.
create or replace function guard.keep_passkey(p_pass bytea, p_person uuid, p_credential_id bytea, p_public_key bytea, p_sign_count bigint,
  p_transports text[], p_name text, p_is_synced boolean, p_sealed bytea) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person); v_id uuid;
begin
  if (select count(*) from guard.passkey k where k.person_id = s.person_id) >= 20 then return null; end if;
  insert into guard.passkey (person_id, credential_id, public_key, sign_count, transports, name, is_synced, created_at)
    values (s.person_id, p_credential_id, p_public_key, p_sign_count, p_transports, p_name, p_is_synced, guard.clock())
    on conflict (credential_id) do nothing returning id into v_id;
  if v_id is null then return null; end if;
  update guard.session x set amr = x.amr || 'passkey'::text, aal = 2 where x.id = s.id and not 'passkey' = any (x.amr);
  perform guard.note_event(s, 'way_added', '{"way":"passkey"}');
  perform guard.warn_owner(s, 'way-added', p_sealed);
  return v_id;
end $$;

create or replace function guard.list_passkeys(p_pass bytea, p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  return coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'isSynced', k.is_synced, 'createdAt', k.created_at, 'usedAt', k.used_at)
    order by k.created_at) from guard.passkey k where k.person_id = s.person_id and s.kind = 'user'), '[]');
end $$;

create or replace function guard.rename_passkey(p_pass bytea, p_person uuid, p_id uuid, p_name text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.own_locked(p_pass, p_person);
begin
  if s.kind <> 'user' then return false; end if;
  update guard.passkey k set name = p_name where k.id = p_id and k.person_id = s.person_id;
  return found;
end $$;

-- 'removed', 'last' when it is the only way in, or 'gone'
create or replace function guard.remove_passkey(p_pass bytea, p_person uuid, p_id uuid, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.own_proved(p_pass, p_person);
begin
  if not exists (select 1 from guard.passkey k where k.id = p_id and k.person_id = s.person_id) then return 'gone'; end if;
  if not guard.has_way_besides(s.person_id, p_id) then return 'last'; end if;
  delete from guard.passkey k where k.id = p_id;
  -- what it stood for goes with the last one: nobody keeps a plan's second step by making a passkey and throwing it away
  if not guard.has_passkey(s.person_id) then
    update guard.session x set amr = array_remove(x.amr, 'passkey') where x.person_id = s.person_id and x.ended_at is null;
  end if;
  perform guard.note_event(s, 'way_removed', '{"way":"passkey"}');
  perform guard.warn_owner(s, 'way-removed', p_sealed);
  return 'removed';
end $$;
