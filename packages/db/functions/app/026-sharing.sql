-- Who is given what comes in, by the rule of the workspace. Called by jobs, behind the system's door.

-- whether an instant lies within the hours that are worked: minutes of the local day, by day of the week
create or replace function app.within_hours(p_hours jsonb, p_zone text, p_at timestamptz) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return exists (
  select 1 from jsonb_array_elements(coalesce(p_hours -> (extract(isodow from p_at at time zone p_zone)::integer::text), '[]')) s
   where extract(hour from p_at at time zone p_zone) * 60 + extract(minute from p_at at time zone p_zone) >= (s->>0)::integer
     and extract(hour from p_at at time zone p_zone) * 60 + extract(minute from p_at at time zone p_zone) < (s->>1)::integer);

-- Gives a conversation that waits and is nobody's to whoever the rule says; answers whom, null where it stays as it is. The row of the rule is the
-- lock: of two that come at once each sees the turn of the other.
create or replace function app.assign_by_rule(p_workspace uuid, p_conversation uuid, p_at timestamptz) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  r app.inbox_rule; v app.conversation; v_zone text; v_able uuid[]; v_among uuid[]; v_last uuid; v_to uuid; v_counts boolean; v_cap smallint; v_only_last boolean := false;
begin
  select * into r from app.inbox_rule x where x.workspace_id = p_workspace for update;
  if not found or r.mode = 'hand' then return null; end if;
  select * into v from app.conversation x where x.workspace_id = p_workspace and x.id = p_conversation for update;
  if not found or v.assignee_id is not null or v.last_direction is distinct from 'in' or v.status not in ('open', 'in_progress', 'waiting')
     or app.is_blocked(p_workspace, v.contact_id) then
    return null;
  end if;
  v_able := guard.people_with('conversations.write', false);
  v_cap := r.cap;
  v_counts := r.cap is not null or r.mode = 'least_busy';
  select w.time_zone into v_zone from app.workspace w where w.id = p_workspace;
  if r.keeps_hours and not app.within_hours(r.hours, v_zone, p_at) then
    v_among := array(select p from unnest(v_able) p where p = r.outside_person_id or exists (
      select 1 from app.team_member t where t.workspace_id = p_workspace and t.team_id = r.outside_team_id and t.person_id = p));
    -- whoever has the watch has it, however much that is
    v_cap := null; v_counts := false;
  else
    v_among := case when r.person_ids = '{}' and r.team_ids = '{}' then v_able else array(select p from unnest(v_able) p where p = any (r.person_ids) or exists (
      select 1 from app.team_member t where t.workspace_id = p_workspace and t.team_id = any (r.team_ids) and t.person_id = p)) end;
    if r.only_online then v_among := array(select p from unnest(v_among) p where p = any (guard.people_online())); end if;
    v_only_last := r.mode = 'last';
    if r.mode = 'last' or r.last_first then
      -- in whichever of their conversations that was, as far back as anybody would look
      select m.author_id into v_last from app.conversation c cross join lateral (
          select x.author_id, x.created_at from (select y.author_id, y.author_kind, y.direction, y.created_at, y.seq from app.message y
            where y.workspace_id = p_workspace and y.conversation_id = c.id order by y.seq desc limit 500) x
           where x.direction = 'out' and x.author_kind = 'person' order by x.seq desc limit 1) m
       where c.workspace_id = p_workspace and c.contact_id = v.contact_id order by m.created_at desc limit 1;
    end if;
  end if;
  select c.person_id into v_to from unnest(v_among) c(person_id)
    left join lateral (select count(*) n from app.conversation x where v_counts and x.workspace_id = p_workspace and x.assignee_id = c.person_id
      and x.status in ('open', 'in_progress', 'waiting')) o on true
   where (v_cap is null or o.n < v_cap) and (not v_only_last or c.person_id = v_last)
   order by c.person_id is distinct from v_last, case when r.mode = 'least_busy' then o.n end, coalesce((r.turns ->> c.person_id::text)::bigint, 0), c.person_id
   limit 1;
  if v_to is null or app.assign_conversation(p_workspace, p_conversation, v_to) is null then return null; end if;
  update app.inbox_rule x set turn = r.turn + 1, turns = jsonb_set(r.turns, array[v_to::text], to_jsonb(r.turn + 1)) where x.workspace_id = p_workspace;
  return v_to;
end $$;
