-- The picture of a person. Only they change it; they and whoever shares a workspace with them see it.

-- what names a person's present picture in addresses, so that a new one is another address; null without one
create or replace function guard.photo_version(p_person uuid) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select encode(substring(f.digest from 1 for 8), 'hex') from guard.person_photo f where f.person_id = p_person $$;

-- Puts the caller's picture in place of the former one; of two at once the later stays, whole. Answers its version.
create or replace function guard.set_photo(p_pass bytea, p_person uuid, p_mime text, p_bytes bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  perform guard.require_own(s);
  insert into guard.person_photo as f (person_id, mime, bytes, digest, set_at) values (s.person_id, p_mime, p_bytes, sha256(p_bytes), guard.clock())
    on conflict (person_id) do update set mime = excluded.mime, bytes = excluded.bytes, digest = excluded.digest, set_at = excluded.set_at;
  return guard.photo_version(s.person_id);
end $$;

-- Takes the caller's picture away, if there is one.
create or replace function guard.remove_photo(p_pass bytea, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.live_session(p_pass, p_person);
begin
  perform guard.require_own(s);
  delete from guard.person_photo f where f.person_id = s.person_id;
end $$;

-- The picture of a person, for themselves and for whoever the door lets into a workspace that both are members of; without bytes for a caller
-- who has that digest already. No row for anybody else, as for a person without a picture.
create or replace function guard.read_photo(p_pass bytea, p_person uuid, p_of uuid, p_known bytea) returns table (mime text, digest bytea, bytes bytea)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session := guard.live_session(p_pass, p_person); v_workspace uuid; v_may boolean := s.person_id = p_of;
begin
  if not v_may then
    for v_workspace in
      select m.workspace_id from app.member m join app.member o on o.workspace_id = m.workspace_id
       where m.person_id = s.person_id and o.person_id = p_of and m.blocked_at is null and o.blocked_at is null
    loop
      begin
        perform guard.enter(p_pass, p_person, v_workspace);
        v_may := true;
        exit;
      exception when sqlstate 'RG002' or sqlstate 'RG009' or sqlstate 'RG012' then null;
      end;
    end loop;
  end if;
  return query select f.mime, f.digest, case when f.digest is distinct from p_known then f.bytes end from guard.person_photo f where v_may and f.person_id = p_of;
end $$;
