-- What is over is forgotten after a while, a batch at a time, so that no purge holds anybody up. Ids are ULIDs: their text
-- is their order in time, so the age of a row is a range of the primary key. Safe to run twice at once.
drop function if exists jobs.purge_runs(text, integer);

-- a run that went on for long is kept as long after its end as any other: who has to see why it failed comes after that
create or replace function jobs.purge_runs(p_before text, p_ended_before timestamptz, p_limit integer) returns integer
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_runs text[];
begin
  select array_agg(id) into v_runs from (
    select id from jobs.run where id < p_before and status in ('completed', 'failed', 'cancelled') and ended_at < p_ended_before
     order by id limit p_limit for update skip locked) r;
  if v_runs is null then return 0; end if;
  delete from jobs.step where run = any (v_runs);
  delete from jobs.run_event where run = any (v_runs);
  delete from jobs.failure where run = any (v_runs);
  delete from jobs.run where id = any (v_runs);
  return cardinality(v_runs);
end $$;

-- an event goes when no run is left that was started with it and nothing waits to look at it
create or replace function jobs.purge_events(p_after text, p_before text, p_limit integer) returns table (deleted integer, last text)
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare v_seen text[];
begin
  select array_agg(id order by id) into v_seen from (
    select id from jobs.event where id > p_after and id < p_before order by id limit p_limit) e;
  if v_seen is null then return query select 0, null::text; return; end if;
  delete from jobs.event e where e.id = any (v_seen)
    and not exists (select 1 from jobs.run r where r.event = e.id)
    and not exists (select 1 from jobs.run_event x where x.event = e.id)
    and not exists (select 1 from jobs.batch b where b.event = e.id)
    and not exists (select 1 from jobs.queue q where q.event = e.id);
  get diagnostics deleted = row_count;
  last := v_seen[cardinality(v_seen)];
  return next;
end $$;
