-- The wall of one session as the staff sees and measures it: how many meet it, what they choose there, and who asks for a word with us.

-- What an account is known by to whoever answers it. Counts and names of its own; no address, no place, nothing of its customers.
create or replace function guard.signals_of(p_person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'displaced', count(*) filter (where e.kind = 'displaced'),
    'several', count(*) filter (where e.kind = 'card' and e.detail ->> 'action' = 'several'),
    'notMe', count(*) filter (where e.kind = 'card' and e.detail ->> 'action' = 'not_me'),
    'logins', count(*) filter (where e.kind = 'init'),
    'devices', (select count(*) from guard.device d where d.person_id = p_person and d.revoked_at is null),
    'isPriority', exists (select 1 from app.member m join app.workspace w on w.id = m.workspace_id join guard.early_adopter a on a.account_id = w.account_id
      where m.person_id = p_person and m.blocked_at is null and a.kept_at is not null),
    'sessionLimit', (select a.session_limit from guard.account a where a.person_id = p_person),
    'workspaces', (select coalesce(jsonb_agg(w.name order by w.name), '[]') from app.member m join app.workspace w on w.id = m.workspace_id
                    where m.person_id = p_person and m.blocked_at is null))
    from guard.session_event e where e.person_id = p_person and e.at > guard.clock() - interval '30 days'
$$;

-- From a session that lives, or one that was displaced within a day. 'new', 'again' when their last word still waits, null for any other pass.
create or replace function guard.open_lead(p_pass bytea, p_source text, p_words text, p_sealed bytea) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare s guard.session := guard.locked_session(p_pass); v_verdict text; v_new boolean;
begin
  if s.id is null or s.kind <> 'user' then return null; end if;
  v_verdict := guard.judge(s, p_pass);
  if v_verdict is not null and not (v_verdict = 'displaced' and s.ended_at > guard.clock() - interval '1 day') then return null; end if;
  insert into guard.sales_lead as l (at, person_id, source, words, signals)
    values (guard.clock(), s.person_id, p_source, p_words, guard.signals_of(s.person_id))
    on conflict (person_id) where handled_at is null
    -- what they said before is kept beside what they say now, as far as there is room
    do update set words = left(case when l.words = '' or l.words = p_words then p_words when p_words = '' then l.words else p_words || E'\n' || l.words end, 1000),
      signals = excluded.signals
    returning l.xmax = 0 into v_new;
  if v_new then
    insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
      select p.email, 'sales-lead', p.locale, p_sealed from guard.staff x join guard.person p on p.id = x.person_id where x.revoked_at is null order by p.id limit 20;
  end if;
  return case when v_new then 'new' else 'again' end;
end $$;

-- The steps of the card, what its sessions chose, and how each variant of the inactivity limit went, over the last days.
create or replace function guard.wall(p_pass bytea, p_person uuid, p_days integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_from timestamptz := guard.clock() - make_interval(days => least(90, greatest(1, p_days)));
begin
  perform guard.enter_staff(p_pass, p_person);
  return jsonb_build_object(
    'funnel', (select coalesce(jsonb_object_agg(f.action, f.sessions), '{}') from guard.card_funnel(v_from, guard.clock() + interval '1 second') f),
    'people', (select count(distinct e.person_id) from guard.session_event e where e.kind = 'displaced' and e.at >= v_from),
    'leads', (select count(*) from guard.sales_lead l where l.at >= v_from and l.source <> 'limit'),
    'idle', (select jsonb_build_object('running', x.running, 'since', x.set_at, 'variants', (
        with assigned as (
          -- a person counts where guard.idle_of counts them: in their first account
          select distinct on (m.person_id) m.person_id, f.variant from guard.experiment_flag f
            join app.workspace w on w.account_id = f.account_id join app.member m on m.workspace_id = w.id and m.blocked_at is null
           where f.flag = x.flag order by m.person_id, w.account_id),
        done as (
          select a.variant, count(distinct a.person_id) people, count(*) filter (where e.kind = 'init') logins,
              count(*) filter (where e.kind = 'idle') idle, count(*) filter (where e.kind = 'displaced') displaced
            from assigned a left join guard.session_event e on e.person_id = a.person_id and e.at >= v_from and e.kind in ('init', 'idle', 'displaced')
           group by a.variant)
        select coalesce(jsonb_agg(jsonb_build_object('variant', v.variant, 'people', coalesce(d.people, 0), 'logins', coalesce(d.logins, 0),
            'idle', coalesce(d.idle, 0), 'displaced', coalesce(d.displaced, 0)) order by v.n), '[]')
          from unnest(x.variants) with ordinality v(variant, n) left join done d on d.variant = v.variant))
      from guard.experiment x where x.flag = 'idle-minutes'));
end $$;

-- A page of those who asked for a word, the latest first, the ones that wait or the ones that were answered.
create or replace function guard.list_leads(p_pass bytea, p_person uuid, p_trace jsonb, p_handled boolean, p_before bigint, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'at', l.at, 'name', p.name, 'email', p.email, 'source', l.source, 'words', l.words,
      'signals', l.signals, 'handledAt', l.handled_at, 'handledBy', h.name) order by l.id desc), '[]') into v_rows
    from (select x.* from guard.sales_lead x where (x.handled_at is not null) = p_handled and (p_before is null or x.id < p_before)
           order by x.id desc limit p_limit) l
    join guard.person p on p.id = l.person_id left join guard.person h on h.id = l.handled_by;
  -- who asks is a customer: looking at them is a row, one for the refreshes of a while
  if v_rows <> '[]' then perform guard.note_staff_look(w.person_id, w.session_id, 'lead.read', case when p_handled then 'handled' else 'waiting' end, p_trace); end if;
  return v_rows;
end $$;

-- Answered, once; false when somebody else was first.
create or replace function guard.settle_lead(p_pass bytea, p_person uuid, p_trace jsonb, p_lead bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  update guard.sales_lead x set handled_at = guard.clock(), handled_by = w.person_id where x.id = p_lead and x.handled_at is null;
  if not found then return false; end if;
  perform guard.note_staff_action(w.person_id, w.session_id, 'lead.handled', p_lead::text, '{}', p_trace);
  return true;
end $$;
