-- What a browser asks of its session beside working: whether it lives, what its card is asked, and what is explained once.

-- Whether the session lives, by the read of its row and nothing else; prolongs nothing. Answers the milliseconds left, or refuses as
-- guard.live_session does.
create or replace function guard.pulse(p_pass bytea, p_person uuid) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  s := guard.live_session(p_pass, p_person);
  return extract(epoch from least(s.idle_expires_at, s.abs_expires_at) - guard.clock())::numeric * 1000;
end $$;

-- How long a person's sessions wait for input: what an account chose, else what a plan says, else the variant of their oldest account while the
-- experiment runs; null otherwise.
-- The first answer stays. The same variant as assignFlag of packages/core/src/plans would choose.
create or replace function guard.idle_of(p_person uuid) returns interval
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare e guard.experiment; v_account uuid; v_variant text; v_minutes smallint;
begin
  -- what an account has chosen for its people comes before what is tried; of several, the shortest
  select min(p.idle_minutes) into v_minutes from app.member m join app.workspace w on w.id = m.workspace_id join guard.account_policy p on p.account_id = w.account_id
   where m.person_id = p_person and m.blocked_at is null and guard.plan_has(p.account_id, 'adminTwoFactor');
  if v_minutes is not null then return make_interval(mins => v_minutes); end if;
  select min((v.body -> 'sessions' ->> 'idleMinutes')::smallint) into v_minutes from app.member m join app.workspace w on w.id = m.workspace_id
    join app.account a on a.id = w.account_id join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
   where m.person_id = p_person and m.blocked_at is null;
  if v_minutes is not null then return make_interval(mins => v_minutes); end if;
  select * into e from guard.experiment x where x.flag = 'idle-minutes' and x.running;
  if not found then return null; end if;
  select w.account_id into v_account from app.member m join app.workspace w on w.id = m.workspace_id
   where m.person_id = p_person and m.blocked_at is null order by w.account_id limit 1;
  if not found then return null; end if;
  select f.variant into v_variant from guard.experiment_flag f where f.account_id = v_account and f.flag = e.flag;
  if not found then
    v_variant := e.variants[1 + ('x' || encode(substring(sha256(convert_to(e.flag || '|' || v_account, 'UTF8')) from 1 for 4), 'hex'))::bit(32)::bigint % cardinality(e.variants)];
    insert into guard.experiment_flag (account_id, flag, variant) values (v_account, e.flag, v_variant) on conflict do nothing;
    select f.variant into v_variant from guard.experiment_flag f where f.account_id = v_account and f.flag = e.flag;
  end if;
  -- a variant of another time or another hand is no reason to refuse a login
  return case when v_variant ~ '^[0-9]{1,3}$' then make_interval(mins => least(240, greatest(5, v_variant::integer))) end;
end $$;

-- What lives of a person's sessions waits for input as long as their accounts say now: after they joined or left one, or one chose anew. Where nothing
-- is chosen and nothing was, each keeps what it began with.
create or replace function guard.fit_idle(p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_idle interval := guard.idle_of(p_person);
begin
  update guard.session x set idle_limit = v_idle, idle_expires_at = x.last_input_at + coalesce(v_idle, interval '45 minutes')
   where x.person_id = p_person and x.ended_at is null and x.kind = 'user' and x.idle_limit is distinct from v_idle;
end $$;

-- for the operator: begins or stops an experiment; what was assigned stays, and counts again when it runs again
create or replace function guard.set_experiment(p_flag text, p_variants text[], p_running boolean, p_by text, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  insert into guard.experiment as x (flag, variants, running, set_by, reason) values (p_flag, p_variants, p_running, p_by, p_reason)
    on conflict (flag) do update set variants = p_variants, running = p_running, set_by = p_by, reason = p_reason, set_at = guard.clock();
end $$;

-- What was seen and chosen on the card of a displaced session, once per session and action, within a day. The dead pass is enough: it
-- learns nothing by it. Answers whether it is news.
create or replace function guard.note_card(p_pass bytea, p_action text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session;
begin
  if p_action not in ('view', 'mine', 'take_back', 'not_me', 'several') then raise exception 'unknown action' using errcode = '22023'; end if;
  s := guard.locked_session(p_pass);
  if s.id is null or guard.judge(s, p_pass) is distinct from 'displaced' or s.ended_at <= guard.clock() - interval '1 day' then return false; end if;
  if exists (select 1 from guard.session_event e where e.person_id = s.person_id and e.session_id = s.id and e.at >= s.ended_at
                and e.kind = 'card' and e.detail ->> 'action' = p_action) then return false; end if;
  perform guard.note_event(s, 'card', jsonb_build_object('action', p_action));
  return true;
end $$;

-- how many displaced sessions came to each step of the card, for the staff's funnel
create or replace function guard.card_funnel(p_from timestamptz, p_to timestamptz) returns table (action text, sessions bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case e.kind when 'displaced' then 'displaced' else e.detail ->> 'action' end, count(distinct e.session_id)
    from guard.session_event e where e.kind in ('displaced', 'card') and e.at >= p_from and e.at < p_to group by 1
$$;

-- what has been explained to the caller needs no second time; the first answer stays
create or replace function guard.note_seen(p_pass bytea, p_person uuid, p_notice text, p_answer text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare s guard.session;
begin
  s := guard.live_session(p_pass, p_person);
  perform guard.require_own(s);
  insert into guard.notice_seen (person_id, notice, answer) values (s.person_id, p_notice, p_answer) on conflict do nothing;
end $$;
