-- Whom a plan for several may serve, for Recado's own people: accounts in use on a plan for one person whose owner came from two networks or more in the last
-- 30 days, or that hold more than 50 contacts.

-- One row for each account, of its first owner. The window is on events, not on the account's age; networks and devices are counted once each however many
-- events and sessions speak of them, and each count is made apart, so that none multiplies another. What the staff did in somebody's place is not theirs, and
-- neither is the end of a session, which says where it was and not that anybody came from there.
-- Networks are as the guard keeps them, a part of an address and never one host's. Conversations are those with a message in the window; `value` is what the
-- account pays for a month now, in whole cents. Ordered by networks, then contacts; `p_before` is {networks, contacts, accountId} of the last row above.
create or replace function guard.list_upsells(p_pass bytea, p_person uuid, p_trace jsonb, p_before jsonb, p_limit integer) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare w record; v_rows jsonb; v_since timestamptz := guard.clock() - interval '30 days';
begin
  select * into w from guard.enter_staff(p_pass, p_person);
  with alone as materialized (
    select distinct on (a.id) a.id account_id, a.name, a.plan, m.person_id
      from app.account a join guard.plan_version v on v.plan = a.plan and v.version = a.plan_version
        join app.workspace k on k.account_id = a.id join app.member m on m.workspace_id = k.id
     where (v.body -> 'seats' ->> 'max')::integer = 1 and a.cancelled_at is null and not k.is_demo and k.deleted_at is null
       and m.role = 'owner' and m.blocked_at is null
     order by a.id, m.created_at, m.person_id
  ), seen as materialized (
    -- once for each session and network first: most events say the same, and what is left is little to sort
    select e.person_id, count(distinct e.address) networks, count(distinct coalesce(s.device_id, s.id)) devices
      from (select distinct y.person_id, y.session_id, y.address from guard.session_event y
          where y.at > v_since and y.kind in ('init', 'renew', 'country') and y.address is not null) e
        join guard.session s on s.id = e.session_id and s.kind = 'user' group by e.person_id
  ), held as materialized (
    select k.account_id, sum(u.amount) contacts from guard.use_entry u join app.workspace k on k.id = u.workspace_id
     where u.name = 'contacts' and k.deleted_at is null group by k.account_id
  ), page as (
    select l.*, coalesce(n.networks, 0) networks, coalesce(n.devices, 0) devices, coalesce(h.contacts, 0) contacts
      from alone l left join seen n on n.person_id = l.person_id left join held h on h.account_id = l.account_id
     where (n.networks >= 2 or h.contacts > 50) and (p_before is null or (coalesce(n.networks, 0), coalesce(h.contacts, 0), l.account_id)
         < ((p_before ->> 'networks')::bigint, (p_before ->> 'contacts')::bigint, (p_before ->> 'accountId')::uuid))
     order by 5 desc, 7 desc, l.account_id desc limit p_limit
  )
  select coalesce(jsonb_agg(jsonb_build_object('accountId', x.account_id, 'name', p.name, 'email', p.email, 'account', x.name, 'plan', x.plan,
      'networks', x.networks, 'devices', x.devices, 'contacts', x.contacts,
      'conversations', (select count(*) from app.workspace k join app.conversation c on c.workspace_id = k.id
        where k.account_id = x.account_id and k.deleted_at is null and c.last_message_at > v_since),
      'signals', (select count(*) from guard.sharing_signal g where g.person_id = x.person_id and g.at > v_since),
      'score', coalesce((select c.score from guard.sharing_case c where c.person_id = x.person_id), 0),
      'valueCents', r.cents_after, 'currency', r.currency) order by x.networks desc, x.contacts desc, x.account_id desc), '[]') into v_rows
    from page x join guard.person p on p.id = x.person_id
      left join lateral (select m.cents_after, m.currency from guard.revenue_move m where m.account_id = x.account_id order by m.id desc limit 1) r on true;
  if v_rows <> '[]' then perform guard.note_staff_look(w.person_id, w.session_id, 'upsells.read', '', p_trace); end if;
  return v_rows;
end $$;
