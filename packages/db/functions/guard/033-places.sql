-- Where a session is used, as far as it may be known: near which city, or in which country.

-- Written down when it changed. Another country ends nothing, since phones roam and such tables are wrong at times: it is an event, its owner is told by
-- mail the first time that this session is seen there, and the next sensitive act asks who it is again. Answers whether a mail was written.
create or replace function guard.note_place(p_pass bytea, p_address inet, p_place text, p_sealed_alarm bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session; v_country text := left(p_place, 2); v_from text; v_is_new boolean;
begin
  select * into s from guard.session x where x.id = guard.pass_session(p_pass) for no key update;
  if s.id is null or p_place is null or guard.judge(s, p_pass) is not null or s.place is not distinct from p_place then return false; end if;
  v_from := s.country;
  update guard.session x set country = v_country, place = p_place, address = guard.network_of(p_address),
      stepup_at = case when v_from <> v_country then null else x.stepup_at end
   where x.id = s.id returning * into s;
  -- what was opened before places were known has none to compare with
  if v_from is null or v_from = v_country then return false; end if;
  v_is_new := not exists (select 1 from guard.session_event e where e.person_id = s.person_id and e.session_id = s.id
    and (left(e.place, 2) = v_country or e.detail ->> 'from' = v_country));
  perform guard.note_event(s, 'country', jsonb_build_object('from', v_from, 'to', v_country));
  if v_is_new then perform guard.warn_owner(s, 'session-country', p_sealed_alarm); end if;
  return v_is_new;
end $$;
