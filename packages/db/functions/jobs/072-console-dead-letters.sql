-- Events that an engine refuses for ever, as the staff's console shows and settles them. What an event carries, and what was said of it,
-- is read apart: each look is a row of the staff's log.

-- the latest to enter the outbox first; `p_before` is the place of the last one of the page above
create or replace function jobs.console_dead_letters(p_pass bytea, p_person uuid, p_before bigint, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform guard.enter_staff(p_pass, p_person);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'seq', d.seq, 'name', d.name, 'emittedAt', d.emitted_at, 'code', d.code,
      'tries', d.tries, 'setAsideAt', d.set_aside_at) order by d.seq desc), '[]')
    from (select * from jobs.dead_letter x where p_before is null or x.seq < p_before order by x.seq desc limit p_limit) d);
end $$;

-- null when it is no longer there
create or replace function jobs.console_dead_letter(p_pass bytea, p_person uuid, p_trace jsonb, p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_found jsonb;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  select jsonb_build_object('detail', d.detail, 'json', d.data::text) into v_found from jobs.dead_letter d where d.id = p_id;
  if v_found is not null then
    perform guard.note_staff_action(w.person_id, w.session_id, 'dead_letter.read', p_id::text, '{}', p_trace);
  end if;
  return v_found;
end $$;

-- Puts it back into the outbox, at its end and under its own id, or removes it. Answers whether it was there.
create or replace function jobs.console_settle_dead_letter(p_pass bytea, p_person uuid, p_trace jsonb, p_wish text, p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; d jobs.dead_letter;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  if p_wish not in ('retry', 'discard') then raise exception 'unknown wish' using errcode = '22023'; end if;
  delete from jobs.dead_letter x where x.id = p_id returning * into d;
  if not found then return false; end if;
  if p_wish = 'retry' then
    insert into jobs.outbox (id, workspace_id, name, data, emitted_at, tries) values (d.id, d.workspace_id, d.name, d.data, d.emitted_at, d.tries);
  end if;
  perform guard.note_staff_action(w.person_id, w.session_id, case p_wish when 'retry' then 'dead_letter.retried' else 'dead_letter.discarded' end,
    p_id::text, jsonb_build_object('name', d.name, 'code', d.code, 'tries', d.tries), p_trace);
  return true;
end $$;

-- Puts all of them back in the order in which they were told, for when the fault was the engine's. Answers how many.
create or replace function jobs.console_retry_dead_letters(p_pass bytea, p_person uuid, p_trace jsonb) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_count integer;
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  with gone as (delete from jobs.dead_letter returning *)
  insert into jobs.outbox (id, workspace_id, name, data, emitted_at, tries)
    select g.id, g.workspace_id, g.name, g.data, g.emitted_at, g.tries from gone g order by g.seq;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    perform guard.note_staff_action(w.person_id, w.session_id, 'dead_letter.all_retried', null, jsonb_build_object('count', v_count), p_trace);
  end if;
  return v_count;
end $$;
