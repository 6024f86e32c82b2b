-- Calls within a window that begins with the first of them. One statement takes; it never gives more than is left, however many ask at once.

-- who waited for another's turn looked at the clock before it did
create or replace function guard.millis_until(p_at timestamptz, p_now timestamptz, p_window interval) returns integer language sql immutable
return greatest(1, ceil(extract(epoch from least(p_at - p_now, p_window)) * 1000))::integer;

-- Takes up to p_n of what a key (a pseudonym) is allowed in a window; answers how many were granted, how many are left, and when all come back.
create or replace function guard.take_rate(p_key bytea, p_allowed integer, p_window interval, p_n integer)
returns table (granted integer, remaining integer, reset_ms integer)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare v_now timestamptz := guard.clock();
begin
  if guard.has_raised_limits() then return query select p_n, p_allowed, 0; return; end if;
  return query
    insert into guard.rate as r (key, used, resets_at) values (p_key, least(p_n, p_allowed), v_now + p_window)
      on conflict (key) do update set
        used = case when r.resets_at <= v_now then excluded.used else least(r.used + p_n, p_allowed) end,
        resets_at = case when r.resets_at <= v_now then excluded.resets_at else r.resets_at end
      where r.resets_at <= v_now or r.used < p_allowed
    returning case when old.resets_at > v_now then new.used - old.used else new.used end, p_allowed - new.used,
      guard.millis_until(new.resets_at, v_now, p_window);
  if not found then
    return query select 0, 0, guard.millis_until(r.resets_at, v_now, p_window) from guard.rate r where r.key = p_key;
  end if;
end $$;
