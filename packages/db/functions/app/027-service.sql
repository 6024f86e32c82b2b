-- How soon a company answers and resolves: the arithmetic of working hours, and the clocks of conversations.

-- The hours that a company works; the usual ones where it has said nothing, as the contract of conversations has them.
create or replace function app.hours_of(p_workspace uuid) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
return coalesce((select r.hours from app.inbox_rule r where r.workspace_id = p_workspace),
  '{"1": [[540, 1200]], "2": [[540, 1200]], "3": [[540, 1200]], "4": [[540, 1200]], "5": [[540, 1200]]}');

-- When so many seconds of work have gone by: spans of the local days one after the other, each as long as it really is that day, whatever clocks do in it.
-- Hours that are null are all of them. Null where nothing is worked for longer than a year.
create or replace function app.add_working(p_hours jsonb, p_zone text, p_from timestamptz, p_seconds integer) returns timestamptz
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_day timestamp := date_trunc('day', p_from at time zone p_zone); v_left double precision := p_seconds; s jsonb; v_a timestamptz; v_b timestamptz;
begin
  if p_hours is null then return p_from + make_interval(secs => p_seconds); end if;
  for n in 0..400 loop
    for s in select e from jsonb_array_elements(coalesce(p_hours -> (extract(isodow from v_day)::integer::text), '[]')) e order by (e->>0)::integer loop
      v_a := greatest((v_day + make_interval(mins => (s->>0)::integer)) at time zone p_zone, p_from);
      v_b := (v_day + make_interval(mins => (s->>1)::integer)) at time zone p_zone;
      if v_b > v_a then
        if v_left <= extract(epoch from v_b - v_a) then return v_a + make_interval(secs => v_left); end if;
        v_left := v_left - extract(epoch from v_b - v_a);
      end if;
    end loop;
    v_day := v_day + interval '1 day';
  end loop;
  return null;
end $$;

-- How many seconds of work lie between two instants.
create or replace function app.working_between(p_hours jsonb, p_zone text, p_from timestamptz, p_to timestamptz) returns integer
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare v_day timestamp := date_trunc('day', p_from at time zone p_zone); v_sum double precision := 0; s jsonb; v_a timestamptz; v_b timestamptz;
begin
  if p_to <= p_from then return 0; end if;
  if p_hours is null then return floor(extract(epoch from p_to - p_from)); end if;
  while v_day at time zone p_zone < p_to loop
    for s in select e from jsonb_array_elements(coalesce(p_hours -> (extract(isodow from v_day)::integer::text), '[]')) e loop
      v_a := greatest((v_day + make_interval(mins => (s->>0)::integer)) at time zone p_zone, p_from);
      v_b := least((v_day + make_interval(mins => (s->>1)::integer)) at time zone p_zone, p_to);
      if v_b > v_a then v_sum := v_sum + extract(epoch from v_b - v_a); end if;
    end loop;
    v_day := v_day + interval '1 day';
  end loop;
  return floor(v_sum);
end $$;

-- how soon something is owed, in seconds; null where the company has not said
create or replace function app.service_seconds(r app.service_rule, p_priority text, p_clock text) returns integer
language sql immutable set search_path = pg_catalog, pg_temp
return coalesce(r.targets -> p_priority ->> p_clock, r.targets -> 'usual' ->> p_clock)::integer * 60;

-- A clock with so many seconds more or less: null stays null, what is late stays late, and less than nothing is now.
create or replace function app.shift_clock(p_hours jsonb, p_zone text, p_now timestamptz, p_due timestamptz, p_more integer) returns timestamptz
language sql stable set search_path = pg_catalog, pg_temp
return case when p_due is null or p_due <= p_now or p_more is null or p_more = 0 then p_due
  else app.add_working(p_hours, p_zone, p_now, greatest(0, app.working_between(p_hours, p_zone, p_now, p_due) + p_more)) end;

-- What a change of a conversation starts, ends or holds of its clocks, in the same statement. An answer is owed from the first message that nobody has
-- answered, whoever of ours answers ends it; a case begins with a customer's message or by being opened again, and ends with being closed. What is put
-- off keeps the time that it had left. Campaigns and automations answer nobody.
create or replace function app.keep_clocks() returns trigger
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  r app.service_rule; v_zone text; v_hours jsonb; v_now timestamptz := clock_timestamp(); v_kind text; v_is_plain boolean;
  v_was_over boolean := old.status in ('closed', 'archived'); v_waits boolean; v_turned boolean;
begin
  -- of what is somebody's own nothing is owed by the company
  if new.personal_id is not null then
    new.answer_clock := null; new.answer_since := null; new.answer_due_at := null; new.answer_left := null; new.answer_told_at := null;
    new.resolve_since := null; new.resolve_due_at := null; new.resolve_left := null; new.resolve_told_at := null;
    return new;
  end if;
  v_turned := new.last_direction = 'in' and new.unread_count > old.unread_count and (old.last_direction is distinct from 'in' or v_was_over);
  if new.last_seq > old.last_seq and old.answer_since is not null and (
      new.last_direction = 'out' and coalesce(new.last_author_kind, '') not in ('campaign', 'automation')
      -- an answer and the next message came together
      or new.last_direction = 'in' and new.read_seq > old.last_seq and new.read_seq < new.last_seq) then
    new.answer_clock := null; new.answer_since := null; new.answer_due_at := null; new.answer_left := null; new.answer_told_at := null;
    v_turned := v_turned or new.last_direction = 'in';
  end if;
  if new.status in ('closed', 'archived') then
    new.answer_clock := null; new.answer_since := null; new.answer_due_at := null; new.answer_left := null; new.answer_told_at := null;
    new.resolve_since := null; new.resolve_due_at := null; new.resolve_left := null; new.resolve_told_at := null;
    return new;
  end if;
  select * into r from app.service_rule x where x.workspace_id = new.workspace_id and x.is_on;
  if not found then
    new.answer_clock := null; new.answer_since := null; new.answer_due_at := null; new.answer_left := null; new.answer_told_at := null;
    new.resolve_since := null; new.resolve_due_at := null; new.resolve_left := null; new.resolve_told_at := null;
    return new;
  end if;
  select w.time_zone into v_zone from app.workspace w where w.id = new.workspace_id;
  if not found then return new; end if;
  if r.keeps_hours then v_hours := app.hours_of(new.workspace_id); end if;
  if new.priority is distinct from old.priority then
    if new.answer_left is not null then
      new.answer_left := greatest(0, new.answer_left + coalesce(app.service_seconds(r, new.priority, new.answer_clock) - app.service_seconds(r, old.priority, new.answer_clock), 0));
    end if;
    if new.resolve_left is not null then
      new.resolve_left := greatest(0, new.resolve_left + coalesce(app.service_seconds(r, new.priority, 'resolve') - app.service_seconds(r, old.priority, 'resolve'), 0));
    end if;
    new.answer_due_at := app.shift_clock(v_hours, v_zone, v_now, new.answer_due_at,
      app.service_seconds(r, new.priority, new.answer_clock) - app.service_seconds(r, old.priority, new.answer_clock));
    new.resolve_due_at := app.shift_clock(v_hours, v_zone, v_now, new.resolve_due_at,
      app.service_seconds(r, new.priority, 'resolve') - app.service_seconds(r, old.priority, 'resolve'));
  end if;
  if new.status = 'snoozed' then
    if new.answer_due_at > v_now then
      new.answer_left := app.working_between(v_hours, v_zone, v_now, new.answer_due_at); new.answer_due_at := null;
    end if;
    if new.resolve_due_at > v_now then
      new.resolve_left := app.working_between(v_hours, v_zone, v_now, new.resolve_due_at); new.resolve_due_at := null;
    end if;
    return new;
  end if;
  if new.answer_left is not null then
    new.answer_due_at := app.add_working(v_hours, v_zone, v_now, new.answer_left); new.answer_left := null;
  end if;
  if new.resolve_left is not null then
    new.resolve_due_at := app.add_working(v_hours, v_zone, v_now, new.resolve_left); new.resolve_left := null;
  end if;
  v_waits := v_turned or v_was_over and new.last_direction = 'in';
  if not v_waits and not v_was_over then return new; end if;
  -- groups and whoever is blocked are owed nothing
  select c.kind not in ('group', 'blocked') into v_is_plain from app.contact c where c.workspace_id = new.workspace_id and c.id = new.contact_id;
  if v_is_plain is not true then return new; end if;
  if v_waits and new.answer_since is null then
    v_kind := case when old.last_direction is null or v_was_over or old.last_author_kind in ('campaign', 'automation') then 'first' else 'next' end;
    if app.service_seconds(r, new.priority, v_kind) is not null then
      new.answer_due_at := app.add_working(v_hours, v_zone, v_now, app.service_seconds(r, new.priority, v_kind));
      if new.answer_due_at is not null then new.answer_clock := v_kind; new.answer_since := v_now; new.answer_told_at := null; end if;
    end if;
  end if;
  if new.resolve_since is null and app.service_seconds(r, new.priority, 'resolve') is not null then
    new.resolve_due_at := app.add_working(v_hours, v_zone, v_now, app.service_seconds(r, new.priority, 'resolve'));
    if new.resolve_due_at is not null then new.resolve_since := v_now; new.resolve_told_at := null; end if;
  end if;
  return new;
end $$;

-- Writes down what is late and was not told yet, each once: whoever answers meanwhile has the row and nothing is late, or comes after and it is.
create or replace function app.mark_overdue(p_workspace uuid, p_limit integer) returns table (conversation_id uuid, clock text, since text, due_at text)
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v app.conversation; c record; v_at timestamptz := clock_timestamp(); v_is_owed boolean;
begin
  for v in select x.* from app.conversation x where x.workspace_id = p_workspace and x.id in (
      (select a.id from app.conversation a where a.workspace_id = p_workspace and a.answer_due_at <= v_at and a.answer_due_at is not null and a.answer_told_at is null
         and a.status in ('open', 'in_progress', 'waiting') order by a.answer_due_at limit p_limit)
      union all
      (select a.id from app.conversation a where a.workspace_id = p_workspace and a.resolve_due_at <= v_at and a.resolve_due_at is not null and a.resolve_told_at is null
         and a.status in ('open', 'in_progress', 'waiting') order by a.resolve_due_at limit p_limit))
     and x.status in ('open', 'in_progress', 'waiting')
     and (x.answer_due_at <= v_at and x.answer_told_at is null or x.resolve_due_at <= v_at and x.resolve_told_at is null)
     order by x.id for update skip locked loop
    select k.kind not in ('group', 'blocked') into v_is_owed from app.contact k where k.workspace_id = p_workspace and k.id = v.contact_id;
    for c in select * from (values (v.answer_clock, v.answer_since, v.answer_due_at, v.answer_told_at), ('resolve', v.resolve_since, v.resolve_due_at, v.resolve_told_at)) q (clock, since, due_at, told_at)
        where q.due_at <= v_at and q.told_at is null and v_is_owed loop
      insert into app.service_breach (workspace_id, conversation_id, clock, since, due_at, assignee_id)
        values (p_workspace, v.id, c.clock, c.since, c.due_at, v.assignee_id) on conflict do nothing;
      if found then
        conversation_id := v.id; clock := c.clock; since := app.iso(c.since); due_at := app.iso(c.due_at); return next;
      end if;
    end loop;
    update app.conversation x set version = x.version + 1,
        answer_told_at = case when x.answer_due_at <= v_at then coalesce(x.answer_told_at, v_at) end, resolve_told_at = case when x.resolve_due_at <= v_at then coalesce(x.resolve_told_at, v_at) end
      where x.workspace_id = p_workspace and x.id = v.id;
    perform app.note_change(p_workspace, 'conversation', v.id, v.id);
  end loop;
end $$;

-- Clocks stop when a company promises nothing any more; those of what is put off stop when it comes back.
create or replace function app.stop_clocks(p_workspace uuid) returns void
language sql volatile set search_path = pg_catalog, pg_temp
as $$
  with stopped as (
    update app.conversation x set answer_clock = null, answer_since = null, answer_due_at = null, answer_left = null, answer_told_at = null,
        resolve_since = null, resolve_due_at = null, resolve_left = null, resolve_told_at = null, version = x.version + 1
      where x.workspace_id = p_workspace and least(x.answer_due_at, x.resolve_due_at) is not null returning x.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', s.id, s.id from stopped s
$$;
