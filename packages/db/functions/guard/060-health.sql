-- Figures for the operator's health page; no company's data.
create or replace function guard.health() returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'numbersHeld', (select count(*) from wa.lease where expires_at > clock_timestamp()),
    'numbersWaiting', (select count(*) from app.channel h where h.wanted = 'open'
      and not exists (select 1 from wa.lease l where l.channel_id = h.id and l.expires_at > clock_timestamp())),
    'mailWaitingSeconds', coalesce((select extract(epoch from clock_timestamp() - min(m.created_at))::bigint from guard.outgoing_mail m
      where m.sent_at is null and m.failed_at is null), 0),
    'billingDrifted', (select count(*) from guard.billing_account b where b.drifted_at > clock_timestamp() - interval '1 day'),
    'outbox', jobs.outbox_lag())
$$;

-- Every company, a page at a time; for work that visits each through its door.
create or replace function guard.list_workspaces(p_after uuid, p_limit integer) returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select w.id from app.workspace w where p_after is null or w.id > p_after order by w.id limit p_limit
$$;
