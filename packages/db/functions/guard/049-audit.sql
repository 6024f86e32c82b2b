-- The audit's chain. Writers only add entries; one sealer links them afterwards, workspace by workspace, below the horizon under which every
-- transaction has ended. A link covers who, what, about what and when, and of the values a salted digest only: an erasure empties the values
-- and the salt, and the chain still holds.

-- Written once. Two hands may do more, both of the guard's own functions: an erasure empties values, and a workspace that is gone takes its
-- chain with it, whose last link stays.
create or replace function guard.refuse_audit_rewriting() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user = 'guard_owner' then
    if tg_op = 'DELETE' then
      if exists (select 1 from guard.audit_end x where x.workspace_id = old.workspace_id) then return old; end if;
    elsif tg_op = 'UPDATE' and tg_table_name = 'audit_entry' then
      if new.salt is null and old.salt is not null
         and (new.workspace_id, new.id, new.actor_kind, new.action, new.at, new.xid) = (old.workspace_id, old.id, old.actor_kind, old.action, old.at, old.xid)
         and new.actor_id is not distinct from old.actor_id and new.subject is not distinct from old.subject
         and exists (select 1 from guard.audit_seal s where s.workspace_id = old.workspace_id and s.entry_id = old.id) then
        return new;
      end if;
    end if;
  end if;
  raise exception 'what is in the audit is written once' using errcode = 'restrict_violation';
end $$;

-- What an erasure empties, in one unambiguous text.
create or replace function guard.audit_values(e app.audit_entry) returns text
language sql stable set search_path = pg_catalog, pg_temp
as $$ select jsonb_build_array(e.actor_name, e.detail, e.before, e.after, host(e.address), e.user_agent, e.request_id)::text $$;

create or replace function guard.audit_values_hash(e app.audit_entry) returns bytea
language sql stable set search_path = pg_catalog, pg_temp
as $$ select sha256(e.salt || convert_to(guard.audit_values(e), 'UTF8')) $$;

-- Microseconds as a number: a text of an instant depends on settings that anybody may change.
create or replace function guard.audit_digest(e app.audit_entry, p_values_hash bytea) returns bytea
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select sha256(convert_to(jsonb_build_array(e.workspace_id, e.id, (extract(epoch from e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.action,
    e.subject, encode(p_values_hash, 'hex'))::text, 'UTF8'))
$$;

-- what the first link of a workspace's chain is linked to
create or replace function guard.audit_genesis(p_workspace uuid) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp
as $$ select sha256(convert_to('recado audit ' || p_workspace, 'UTF8')) $$;

-- Seals what has committed since: at most p_limit entries. Answers how many, null when another process is at it. The cursor is (transaction,
-- entry): below the snapshot's xmin nothing is open, so nothing can appear behind it. A restored cluster counts its transactions anew; then the
-- cursor lies ahead of every one of them, and what has no seal is looked for without it.
create or replace function guard.seal_audit(p_limit integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
set lock_timeout = '3s'
as $$
declare
  c guard.audit_sealer; e app.audit_entry; h guard.audit_head; v_snapshot pg_snapshot; v_top xid8; v_hash bytea; v_digest bytea;
  v_xid xid8 := '0'; v_id bigint := 0; v_is_restored boolean; n integer := 0;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('guard.seal_audit', 0)) then return null; end if;
  insert into guard.audit_sealer (xid, entry_id) values ('0', 0) on conflict do nothing;
  select * into c from guard.audit_sealer;
  v_snapshot := pg_current_snapshot();
  v_top := pg_snapshot_xmin(v_snapshot);
  v_is_restored := c.xid > pg_snapshot_xmax(v_snapshot);
  for e in
    select b.* from (
      select x.* from app.audit_entry x
       where case when v_is_restored then x.xid < v_top or x.xid >= pg_snapshot_xmax(pg_current_snapshot())
               else (x.xid, x.id) > (c.xid, c.entry_id) and x.xid < v_top end
         and not exists (select 1 from guard.audit_seal s where s.workspace_id = x.workspace_id and s.entry_id = x.id)
         and not exists (select 1 from guard.audit_end d where d.workspace_id = x.workspace_id)
       order by x.xid, x.id limit p_limit) b
     order by b.workspace_id, b.xid, b.id
  loop
    if h.workspace_id is distinct from e.workspace_id then
      perform guard.keep_audit_head(h);
      select * into h from guard.audit_head x where x.workspace_id = e.workspace_id for update;
      if not found then
        h.workspace_id := e.workspace_id; h.seq := 0; h.link := guard.audit_genesis(e.workspace_id);
      end if;
    end if;
    v_hash := guard.audit_values_hash(e);
    v_digest := guard.audit_digest(e, v_hash);
    h.seq := h.seq + 1;
    h.link := sha256(h.link || v_digest);
    insert into guard.audit_seal (workspace_id, seq, entry_id, values_hash, digest, link) values (e.workspace_id, h.seq, e.id, v_hash, v_digest, h.link);
    if (e.xid, e.id) > (v_xid, v_id) then v_xid := e.xid; v_id := e.id; end if;
    n := n + 1;
  end loop;
  perform guard.keep_audit_head(h);
  if n < p_limit then
    update guard.audit_sealer set xid = v_top, entry_id = 0, looked_at = clock_timestamp();
  elsif v_is_restored then
    update guard.audit_sealer set looked_at = clock_timestamp();
  else
    update guard.audit_sealer set xid = v_xid, entry_id = v_id, looked_at = clock_timestamp();
  end if;
  return n;
end $$;

create or replace function guard.keep_audit_head(h guard.audit_head) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  if h.workspace_id is null then return; end if;
  insert into guard.audit_head as x (workspace_id, seq, link) values (h.workspace_id, h.seq, h.link)
    on conflict (workspace_id) do update set seq = excluded.seq, link = excluded.link, sealed_at = clock_timestamp();
end $$;

-- Heads that no anchor outside of the database has yet.
create or replace function guard.list_unanchored(p_limit integer) returns table (workspace_id uuid, seq bigint, link text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select h.workspace_id, h.seq, encode(h.link, 'hex') from guard.audit_head h where h.anchored_seq < h.seq order by h.workspace_id limit p_limit
$$;

create or replace function guard.mark_anchored(p_workspaces uuid[], p_seqs bigint[]) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  -- never further than the chain is: what is said to be kept outside already would not be kept there
  update guard.audit_head h set anchored_seq = greatest(h.anchored_seq, least(a.seq, h.seq))
    from unnest(p_workspaces, p_seqs) a(workspace_id, seq) where h.workspace_id = a.workspace_id
$$;

-- A stretch of the entered workspace's chain, computed anew: what is wrong, by name, at most a hundred of it, and how far it came.
create or replace function guard.check_audit(p_after bigint, p_limit integer) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_link bytea; v_answer jsonb;
begin
  if v_workspace is null then raise exception 'no workspace' using errcode = 'RG002'; end if;
  select s.link into v_link from guard.audit_seal s where s.workspace_id = v_workspace and s.seq <= p_after order by s.seq desc limit 1;
  if not found then v_link := guard.audit_genesis(v_workspace); end if;
  with stretch as materialized (
    select s.* from guard.audit_seal s where s.workspace_id = v_workspace and s.seq > p_after order by s.seq limit p_limit),
  placed as (
    select s.*, coalesce(lag(s.link) over w, v_link) former_link, coalesce(lag(s.seq) over w, p_after) former_seq from stretch s window w as (order by s.seq)),
  judged as (
    select s.seq, s.entry_id, e.id is not null and e.salt is null as is_emptied, case
        when s.seq <> s.former_seq + 1 then 'sealGone'
        when e.id is null then 'entryGone'
        when guard.audit_digest(e, s.values_hash) <> s.digest then 'altered'
        when e.salt is not null and guard.audit_values_hash(e) <> s.values_hash then 'altered'
        when e.salt is null and guard.audit_values(e) <> '[null, {}, null, null, null, null, null]' then 'altered'
        when e.salt is null and not guard.is_erased(e) then 'emptied'
        when sha256(s.former_link || s.digest) <> s.link then 'moved' end as fault
      from placed s left join app.audit_entry e on e.workspace_id = s.workspace_id and e.id = s.entry_id)
  select jsonb_build_object('checked', count(*), 'last', coalesce(max(j.seq), p_after), 'emptied', count(*) filter (where j.is_emptied),
      'faults', coalesce((select jsonb_agg(jsonb_build_object('seq', f.seq, 'entryId', f.entry_id, 'kind', f.fault) order by f.seq)
        from (select * from judged x where x.fault is not null order by x.seq limit 100) f), '[]'))
    into v_answer from judged j;
  return v_answer;
end $$;

-- whether an erasure that stands in the audit itself is why an entry is empty
create or replace function guard.is_erased(e app.audit_entry) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from app.audit_entry x where x.workspace_id = e.workspace_id and x.subject in (e.actor_id, e.subject)
    and x.action = 'compliance/audit.erased' and x.id > e.id)
$$;

-- The place in the chain of an entry of the entered workspace; null while it waits for its seal.
create or replace function guard.audit_place(p_entry bigint) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return (select s.seq from guard.audit_seal s where s.workspace_id = guard.workspace_id() and s.entry_id = p_entry);
end $$;

-- Where the entered workspace's chain stands: its head, what has no seal yet, and the links at places that anchors name.
create or replace function guard.audit_state(p_seqs bigint[]) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); h guard.audit_head; v_top xid8 := pg_snapshot_xmin(pg_current_snapshot());
begin
  if v_workspace is null then raise exception 'no workspace' using errcode = 'RG002'; end if;
  select * into h from guard.audit_head x where x.workspace_id = v_workspace;
  return jsonb_build_object('workspaceId', v_workspace, 'headSeq', coalesce(h.seq, 0), 'headLink', encode(h.link, 'hex'), 'sealedAt', h.sealed_at, 'anchoredSeq', coalesce(h.anchored_seq, 0),
    'sealerSecondsAgo', (select extract(epoch from clock_timestamp() - s.looked_at)::bigint from guard.audit_sealer s),
    'first', (select min(e.at) from app.audit_entry e where e.workspace_id = v_workspace),
    'last', (select jsonb_build_object('seq', s.seq, 'link', encode(s.link, 'hex')) from guard.audit_seal s where s.workspace_id = v_workspace order by s.seq desc limit 1),
    'links', (select coalesce(jsonb_object_agg(s.seq, encode(s.link, 'hex')), '{}') from guard.audit_seal s where s.workspace_id = v_workspace and s.seq = any (p_seqs)),
    -- who seals is at it within seconds: what waits this long waits for nobody
    'overdue', (select min(e.id) from app.audit_entry e where e.workspace_id = v_workspace and e.at < clock_timestamp() - interval '10 minutes'
      and (e.xid, e.id) > (select c.xid, c.entry_id from guard.audit_sealer c)
      and not exists (select 1 from guard.audit_seal s where s.workspace_id = v_workspace and s.entry_id = e.id)),
    -- what the sealer has gone past without sealing had a seal once; what is above its cursor only waits
    'waiting', (select count(*) from app.audit_entry e where e.workspace_id = v_workspace
      and not exists (select 1 from guard.audit_seal s where s.workspace_id = v_workspace and s.entry_id = e.id)),
    'unsealed', (select coalesce(jsonb_agg(u.id order by u.id), '[]') from (
      select e.id from app.audit_entry e, guard.audit_sealer c where e.workspace_id = v_workspace and (e.xid, e.id) <= (c.xid, c.entry_id)
         and e.xid < v_top and c.xid <= v_top
         and not exists (select 1 from guard.audit_seal s where s.workspace_id = v_workspace and s.entry_id = e.id) order by e.id limit 100) u));
end $$;

-- ───────────── who writes into the audit beside the verbs ─────────────

-- Where the call came from, as the process said when the transaction began; empty where it said nothing.
create or replace function guard.trace() returns jsonb
language sql stable set search_path = pg_catalog, pg_temp
as $$ select coalesce(nullif(current_setting('recado.trace', true), '')::jsonb, '{}') $$;

-- Where a call came from by its pass alone: the browser and system that it names, and the address.
create or replace function guard.pass_trace(p_pass bytea) returns jsonb
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('address', host(guard.pass_address(p_pass)),
    'userAgent', nullif(concat_ws(' · ', nullif(split_part(a.agent, '|', 1), ''), nullif(split_part(a.agent, '|', 2), '')), ''))
    from (select convert_from(substring(p_pass from 85), 'UTF8') agent) a
$$;

-- An entry by a function of the guard.
create or replace function guard.note_audit(p_workspace uuid, p_kind text, p_actor text, p_name text, p_action text, p_subject text, p_detail jsonb,
  p_before jsonb, p_after jsonb, p_trace jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, before, after, address, user_agent, request_id)
  select p_workspace, p_kind, p_actor, p_name, p_action, p_subject, coalesce(p_detail, '{}'), p_before, p_after, (t.trace ->> 'address')::inet,
      t.trace ->> 'userAgent', t.trace ->> 'requestId'
    from (select guard.trace() || jsonb_strip_nulls(coalesce(p_trace, '{}')) trace) t
$$;

drop function if exists guard.note_beside(uuid[], uuid, uuid, text, text, jsonb, jsonb, jsonb);
-- What an act in one workspace changed in others of its account, in the audit of each of those.
create or replace function guard.note_beside(p_workspaces uuid[], p_here uuid, p_actor uuid, p_action text, p_subject text, p_detail jsonb, p_before jsonb, p_after jsonb, p_pass bytea)
returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, detail, before, after, address, user_agent, request_id)
  select o.id, 'person', p_actor::text, p.name, p_action, p_subject, p_detail, p_before, p_after,
      (t.trace ->> 'address')::inet, t.trace ->> 'userAgent', t.trace ->> 'requestId'
    from (select guard.pass_trace(p_pass) || jsonb_strip_nulls(guard.trace()) trace) t, (select distinct u id from unnest(p_workspaces) u where u <> p_here order by 1) o left join guard.person p on p.id = p_actor
$$;

-- Who really acts behind a session: the person, or whoever of Recado's own is in their name.
create or replace function guard.audit_actor(p_session uuid) returns table (kind text, id text, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when s.kind = 'impersonation' then 'staff' else 'person' end, w.id::text, p.name
    from guard.session s cross join lateral (select case when s.kind = 'impersonation' then s.actor_id else s.person_id end as id) w
    left join guard.person p on p.id = w.id
   where s.id = p_session and s.person_id = guard.person_id()
$$;

-- A look at what is sensitive, by whoever entered, one row for a person, a thing and a quarter of an hour. Whoever only looks writes this
-- too, which is why it is the guard's.
create or replace function guard.note_look(p_session uuid, p_name text, p_action text, p_subject text, p_detail jsonb, p_trace jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_context text[] := guard.context(); v_workspace uuid := guard.workspace_id(); a record;
begin
  if v_workspace is null then raise exception 'no workspace' using errcode = 'RG002'; end if;
  if v_context[2] = 'person' then
    select * into a from guard.audit_actor(p_session);
  else
    select v_context[2] as kind, v_context[3] as id, p_name as name into a;
  end if;
  -- two tabs at once are one look
  perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'guard.note_look', v_workspace, a.id, p_action), 0));
  if exists (select 1 from (select x.action, x.subject, x.at from app.audit_entry x where x.workspace_id = v_workspace and x.actor_id = a.id
               and x.at > clock_timestamp() - interval '15 minutes') r where r.action = p_action and r.subject is not distinct from p_subject) then
    return;
  end if;
  perform guard.note_audit(v_workspace, a.kind, a.id, a.name, p_action, p_subject, p_detail, null, null, p_trace);
end $$;

-- What the staff did about a person, in the audit of every company that the person works for.
create or replace function guard.note_staff_at(p_person uuid, p_staff uuid, p_action text, p_detail jsonb, p_trace jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare m record; v_name text;
begin
  select p.name into v_name from guard.person p where p.id = p_staff;
  for m in select x.workspace_id from app.member x where x.person_id = p_person and x.blocked_at is null order by x.workspace_id loop
    perform guard.note_audit(m.workspace_id, 'staff', p_staff::text, v_name, p_action, p_person::text, p_detail, null, null, p_trace);
  end loop;
end $$;

-- ───────────── what may go ─────────────

-- Empties what a workspace's entries hold about one person or thing, by its id: as who acted and as what it was about. Ids, actions and
-- instants stay, and so does the chain; that it was done is an entry too. Answers how many; what waits for its seal is left for the next time.
create or replace function guard.erase_audit_values(p_workspace uuid, p_subject text, p_reason text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare n integer;
begin
  if p_reason is null or length(p_reason) < 3 then raise exception 'a reason is needed' using errcode = '22023'; end if;
  update app.audit_entry e set actor_name = null, detail = '{}', before = null, after = null, address = null, user_agent = null, request_id = null, salt = null
   where e.workspace_id = p_workspace and (e.actor_id = p_subject or e.subject = p_subject) and e.salt is not null and e.action <> 'compliance/audit.erased'
     and exists (select 1 from guard.audit_seal s where s.workspace_id = p_workspace and s.entry_id = e.id);
  get diagnostics n = row_count;
  if n > 0 then
    perform guard.note_audit(p_workspace, 'system', p_reason, null, 'compliance/audit.erased', p_subject, jsonb_build_object('entries', n), null, null, null);
  end if;
  return n;
end $$;

-- Whether an entry about one of these waits for its seal still: an erasure would leave its values, and nobody would come back for them.
create or replace function guard.awaits_seal(p_workspace uuid, p_subjects text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from app.audit_entry e where e.workspace_id = p_workspace and e.subject = any (p_subjects) and e.salt is not null
    and not exists (select 1 from guard.audit_seal s where s.workspace_id = p_workspace and s.entry_id = e.id))
$$;

-- Ends the chain of a workspace that is deleted for good: from now on nothing is sealed there and its rows may go, and the last link stays. For the
-- guard's function that purges workspaces. The sealer keeps away until this transaction has ended, so that it seals nothing behind the end.
create or replace function guard.end_audit(p_workspace uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select 1 from guard.audit_end x where x.workspace_id = p_workspace) then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('guard.seal_audit', 0));
  insert into guard.audit_end (workspace_id, seq, link, reason)
    select p_workspace, coalesce(h.seq, 0), coalesce(h.link, guard.audit_genesis(p_workspace)), p_reason
      from (select 1) one left join guard.audit_head h on h.workspace_id = p_workspace
    on conflict do nothing;
end $$;

drop function if exists guard.drop_audit(uuid, text);
