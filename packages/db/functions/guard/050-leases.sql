-- Who holds a number. Leases are taken before any tenant is known, so only the guard's functions touch them.

-- The lease is proved in the transaction of the write, and kept from changing hands until it ends: a holder that lost it
-- writes nothing. The shared lock is in memory only, because every message passes here.
create or replace function guard.prove_lease(p_channel uuid, p_fence bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock_shared(guard.lease_lock(p_channel));
  perform 1 from wa.lease l where l.channel_id = p_channel and l.fence = p_fence and l.expires_at > clock_timestamp();
  if not found then raise exception 'lease lost' using errcode = 'RG010'; end if;
end $$;

create or replace function guard.lease_lock(p_channel uuid) returns bigint
language sql immutable set search_path = pg_catalog, pg_temp
return hashtextextended(p_channel::text || '|lease', 0);

-- the same for reads, without the lock
create or replace function guard.check_lease(p_channel uuid, p_fence bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform 1 from wa.lease l where l.channel_id = p_channel and l.fence = p_fence and l.expires_at > clock_timestamp();
  if not found then raise exception 'lease lost' using errcode = 'RG010'; end if;
end $$;

-- Whether a process holds a number of the company in whose transaction this is asked; the leases themselves are nobody's to read.
create or replace function guard.is_held(p_channel uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from wa.lease l where l.channel_id = p_channel and l.workspace_id = guard.workspace_id() and l.expires_at > clock_timestamp());
end $$;

-- whether a channel is a linked device of a number
create or replace function guard.is_paired(p_channel uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from wa.number n where n.channel_id = p_channel and n.workspace_id = guard.workspace_id());
end $$;

-- A number needs a holder while somebody wants it open or unlinked, and to be closed when a holder that died had left it half-way.
create or replace function guard.needs_holder(h app.channel) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp
return h.wanted in ('open', 'logged_out')
  or h.state in ('connecting', 'qr', 'code', 'pairing', 'syncing', 'open', 'reconnecting', 'temporarily_banned');

-- Takes up to p_room numbers that nobody holds, for a driver; across companies. A number whose former holder still has a write
-- under way is left for the next time. Demo companies never reach the real network.
create or replace function guard.claim_channels(p_holder uuid, p_driver text, p_ttl interval, p_room integer)
returns table (workspace_id uuid, channel_id uuid, fence bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare v record; v_left integer := p_room;
begin
  insert into wa.lease (channel_id, workspace_id, driver)
    select h.id, h.workspace_id, h.driver from app.channel h where h.driver = p_driver and guard.needs_holder(h)
      and not exists (select 1 from wa.lease l where l.channel_id = h.id)
    on conflict (channel_id) do nothing;
  for v in
    select x.channel_id from wa.lease x join app.channel h on h.id = x.channel_id and h.workspace_id = x.workspace_id
      join app.workspace w on w.id = h.workspace_id
     where x.driver = p_driver and x.expires_at <= clock_timestamp() and guard.needs_holder(h) and not (p_driver = 'whatsapp' and w.is_demo)
     order by x.expires_at for update of x skip locked
  loop
    exit when v_left <= 0;
    continue when not pg_try_advisory_xact_lock(guard.lease_lock(v.channel_id));
    v_left := v_left - 1;
    return query
      update wa.lease l set holder = p_holder, fence = l.fence + 1, expires_at = clock_timestamp() + p_ttl where l.channel_id = v.channel_id
      returning l.workspace_id, l.channel_id, l.fence;
  end loop;
end $$;

-- Prolongs everything a holder still holds; what is not answered is lost.
create or replace function guard.renew_leases(p_holder uuid, p_ttl interval)
returns table (workspace_id uuid, channel_id uuid, fence bigint, wanted text, wanted_seq bigint, pairing_number text)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query
    with mine as (
      update wa.lease l set expires_at = clock_timestamp() + p_ttl where l.holder = p_holder and l.expires_at > clock_timestamp()
      returning l.workspace_id, l.channel_id, l.fence)
    select m.workspace_id, m.channel_id, m.fence, h.wanted, h.wanted_seq, h.pairing_number
      from mine m join app.channel h on h.workspace_id = m.workspace_id and h.id = m.channel_id;
end $$;

create or replace function guard.release_lease(p_holder uuid, p_channel uuid, p_fence bigint) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update wa.lease l set expires_at = '-infinity', holder = null where l.channel_id = p_channel and l.holder = p_holder and l.fence = p_fence;
  return found;
end $$;

-- A number lives in one workspace of the installation: true when this channel has it now.
create or replace function guard.claim_number(p_channel uuid, p_fence bigint, p_number text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare l wa.lease;
begin
  select * into l from wa.lease x where x.channel_id = p_channel and x.fence = p_fence and x.expires_at > clock_timestamp();
  if not found then raise exception 'lease lost' using errcode = 'RG010'; end if;
  delete from wa.number n where n.channel_id = p_channel and n.number <> p_number;
  insert into wa.number (driver, number, channel_id, workspace_id) values (l.driver, p_number, p_channel, l.workspace_id)
    on conflict (driver, number) do nothing;
  return exists (select 1 from wa.number n where n.driver = l.driver and n.number = p_number and n.channel_id = p_channel);
end $$;

create or replace function guard.release_number(p_channel uuid, p_fence bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform 1 from wa.lease x where x.channel_id = p_channel and x.fence = p_fence and x.expires_at > clock_timestamp();
  if not found then raise exception 'lease lost' using errcode = 'RG010'; end if;
  delete from wa.number n where n.channel_id = p_channel;
end $$;

drop function if exists guard.sweep_changes(interval);

-- Removes what has served its time: changes that no cursor may ask for any more, sign-ups that ran out, attempts that no window counts,
-- mail that was sent a month ago, what people were told (a month once read, else three), what the staff did two years ago. What sessions met is guard.clean_sessions' to forget. Safe to run
-- twice at once.
create or replace function guard.sweep(p_changes_older_than interval) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('guard.sweep', 0)) then return 0; end if;
  delete from app.change g where g.at < clock_timestamp() - p_changes_older_than;
  get diagnostics n = row_count;
  delete from guard.pending_signup s where s.expires_at < clock_timestamp() - interval '1 day';
  delete from guard.login_failure f where f.at < clock_timestamp() - interval '1 day';
  delete from guard.outgoing_mail m where coalesce(m.sent_at, m.failed_at) < clock_timestamp() - interval '30 days';
  delete from app.notification n where n.at < clock_timestamp() - interval '30 days' and (n.read_at is not null or n.at < clock_timestamp() - interval '90 days');
  -- ids are the order of time, so the oldest are found by their key; an hour brings fewer than one such batch
  delete from guard.staff_action a where a.id in (select x.id from guard.staff_action x order by x.id limit 5000)
    and a.at < clock_timestamp() - guard.staff_action_kept();
  return n;
end $$;

-- an installation of before jobs let the worker do it
revoke execute on function guard.sweep(interval) from recado_worker;
