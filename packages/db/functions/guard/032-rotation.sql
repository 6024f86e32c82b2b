-- Tokens rotate: each generation is used until its successor is. One that comes back later is a copy, and ends the session.

-- What a handler that can set cookies must know: whether a successor is due, or was made already and never arrived.
-- 'due' and 'former' come with what the successor's mac is made of; any other verdict is why the pass is refused.
create or replace function guard.touch(p_pass bytea, p_every interval)
returns table (verdict text, gen integer, kid text, salt bytea, left_ms bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare s guard.session; v_verdict text;
begin
  select * into s from guard.session x where x.id = guard.pass_session(p_pass);
  if not found then return query select 'none', null::integer, null::text, null::bytea, 60000::bigint; return; end if;
  v_verdict := guard.judge(s, p_pass);
  if v_verdict is not null then return query select v_verdict, null::integer, null::text, null::bytea, 60000::bigint; return; end if;
  if guard.pass_gen(p_pass) < s.gen then return query select 'former', s.gen, s.kid, s.salt, 0::bigint; return; end if;
  if s.gen_used_at is null then
    update guard.session x set gen_used_at = guard.clock() where x.id = s.id and x.gen = s.gen and x.gen_used_at is null;
  end if;
  if s.rotated_at + p_every <= guard.clock() then return query select 'due', s.gen, s.kid, s.salt, 0::bigint; return; end if;
  return query select 'fine', s.gen, s.kid, null::bytea, (extract(epoch from s.rotated_at + p_every - guard.clock()) * 1000)::bigint;
end $$;

-- Puts the successor in place of the generation that was presented, once: whoever comes second finds it there.
create or replace function guard.rotate(p_pass bytea, p_every interval, p_kid text, p_proof bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session; v_now timestamptz := guard.clock();
begin
  update guard.session x set gen = x.gen + 1, former_proof = x.proof, proof = p_proof, kid = p_kid, gen_used_at = null, rotated_at = v_now, former_cut = false
   where x.id = guard.pass_session(p_pass) and x.gen = guard.pass_gen(p_pass) and x.proof = substring(p_pass from 21 for 32)
     and x.ended_at is null and x.rotated_at + p_every <= v_now
  returning * into s;
  if not found then return false; end if;
  perform guard.note_event(s, 'renew', jsonb_build_object('gen', s.gen));
  return true;
end $$;

-- what the mac of a former token is made of, for recognising it; alone it proves nothing
create or replace function guard.salt_of(p_session uuid) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select s.salt from guard.session s where s.id = p_session $$;

-- After a refusal, in a transaction of its own: ends what must end, and writes the refusal down, at most one a minute and session.
-- p_old_proved: the process has seen that the mac of an old generation is genuine. Answers the verdict, null when the pass is fine by now.
create or replace function guard.settle_refusal(p_pass bytea, p_old_proved boolean, p_device_type text, p_address inet, p_sealed_alarm bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session; v_verdict text; v_agent text := convert_from(substring(p_pass from 85), 'UTF8');
begin
  s := guard.locked_session(p_pass);
  if s.id is null then return 'none'; end if;
  v_verdict := guard.judge(s, p_pass);
  if v_verdict = 'old' then
    if p_old_proved is not true then return 'none'; end if;
    v_verdict := case when s.ended_at is null then 'reuse' else s.end_reason end;
  end if;
  if v_verdict is null or v_verdict = 'none' then return v_verdict; end if;
  if s.ended_at is null then
    perform guard.end_all(array[s.id], guard.reason_of(v_verdict), null);
    if v_verdict not in ('idle', 'absolute') then
      -- whoever copied the token has the device's secret as well: neither of the two is known here any more, and both prove themselves anew
      update guard.device d set revoked_at = guard.clock(), trust_slot = null, trusted_until = null, trusted_by_session = null
       where d.id = s.device_id and d.revoked_at is null;
      perform guard.warn_owner(s, 'session-copied', p_sealed_alarm);
    end if;
  end if;
  if not exists (select 1 from guard.session_event e where e.person_id = s.person_id and e.session_id = s.id and e.kind = 'refused'
                    and e.at > guard.clock() - interval '1 minute') then
    insert into guard.session_event (at, person_id, session_id, kind, browser, system, device_type, address, detail)
      values (guard.clock(), s.person_id, s.id, 'refused', split_part(v_agent, '|', 1), split_part(v_agent, '|', 2), p_device_type,
        guard.network_of(p_address), jsonb_build_object('because', v_verdict));
  end if;
  return v_verdict;
end $$;
