-- Chats of a number that are not the company's. Of one that is not stored nothing becomes a row, and one that is somebody's own shows to them alone:
-- the policies `visible` ask the functions below, so that lists, searches, exports, reports, jobs and whatever comes find no row. Which chats these
-- are is known to the guard alone. Marking takes the lock under which a number's holder writes, so that behind it nothing of a chat is stored.

-- Whose own chats this transaction shows: a person's in their own session; for the jobs whose the chat is for which they entered, and without one
-- nobody's; nobody's for links, keys, the staff and the worker.
create or replace function guard.own_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context();
begin
  return nullif(v[6], '')::uuid;
end $$;

-- the conversations that are somebody else's own
create or replace function guard.hidden_threads() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v text[] := guard.context(); v_me uuid := nullif(v[6], '')::uuid;
begin
  if v is null then return '{}'; end if;
  return coalesce((select array_agg(x.id) from app.conversation x
    where x.workspace_id = v[1]::uuid and x.personal_id is not null and x.personal_to is distinct from v_me), '{}');
end $$;

-- the contacts of whom there is nothing but such conversations, and of whom the company knows nothing by itself
create or replace function guard.hidden_contacts() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_threads uuid[] := guard.hidden_threads();
begin
  if v_threads = '{}' then return v_threads; end if;
  return coalesce((select array_agg(distinct x.contact_id) from app.conversation x
    where x.workspace_id = v_workspace and x.id = any (v_threads)
      and not exists (select 1 from app.conversation y where y.workspace_id = v_workspace and y.contact_id = x.contact_id and y.id <> all (v_threads))
      and not guard.is_known(v_workspace, x.contact_id)), '{}');
end $$;

-- The names by which such a conversation alone told of a contact whom the company knows: those that came after it was set apart.
create or replace function guard.hidden_names() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_threads uuid[] := guard.hidden_threads();
begin
  if v_threads = '{}' then return v_threads; end if;
  return coalesce((select array_agg(distinct n.id) from app.conversation x
      join guard.personal_chat c on c.id = x.personal_id
      join app.contact_identity n on n.workspace_id = v_workspace and n.contact_id = x.contact_id and n.kind in ('wa_pn', 'wa_lid') and n.first_seen_at >= c.created_at
    where x.workspace_id = v_workspace and x.id = any (v_threads)
      and not exists (select 1 from app.conversation y where y.workspace_id = v_workspace and y.contact_id = x.contact_id and y.id <> all (v_threads))), '{}');
end $$;

-- whether a file is known from such conversations only
create or replace function guard.hides_media(p_media uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_threads uuid[] := guard.hidden_threads();
begin
  return exists (select 1 from app.message m where m.workspace_id = v_workspace and m.media_id = p_media and m.conversation_id = any (v_threads))
    and not exists (select 1 from app.message m where m.workspace_id = v_workspace and m.media_id = p_media and m.conversation_id <> all (v_threads));
end $$;

-- whether an entry of the audit speaks of one
create or replace function guard.hides_entry(p_subject text, p_detail jsonb) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_about text[] := (guard.hidden_threads() || guard.hidden_contacts())::text[];
begin
  return coalesce(p_subject = any (v_about) or p_detail ->> 'conversationId' = any (v_about) or p_detail ->> 'contactId' = any (v_about), false);
end $$;

-- Whether a contact has a conversation that is somebody's own, of whoever asks too: such a contact is neither joined with another nor purged.
create or replace function guard.has_apart(p_contact uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from app.conversation x where x.workspace_id = guard.workspace_id() and x.contact_id = p_contact and x.personal_id is not null);
end $$;

-- whether there is nothing of a contact but conversations that are somebody's own, for whoever counts past the policies
create or replace function guard.is_apart(p_workspace uuid, p_contact uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact and x.personal_id is not null)
    and not exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact and x.personal_id is null)
    and not guard.is_known(p_workspace, p_contact);
end $$;

-- the same of the entered workspace, for whatever writes on a contact what a chat tells of them
create or replace function guard.keeps_apart(p_contact uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return guard.is_apart(guard.workspace_id(), p_contact); end $$;

-- Whether a company knows a contact of an own chat by itself: it brought them in, or knew them when the chat was set apart.
create or replace function guard.is_known(p_workspace uuid, p_contact uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from app.contact c where c.workspace_id = p_workspace and c.id = p_contact and c.source <> 'whatsapp')
      or exists (select 1 from app.conversation x join guard.personal_chat c on c.id = x.personal_id
        where x.workspace_id = p_workspace and x.contact_id = p_contact and c.is_known)
$$;

-- whether a workspace has any, for whoever counts past the policies
create or replace function guard.has_personal(p_workspace uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select exists (select 1 from guard.personal_chat c where c.workspace_id = p_workspace) $$;

-- ───────────── what comes ─────────────
-- Which of the items that a number received are of chats that are not stored, by their place. A second name of such a chat is remembered. Called behind
-- the proof of the lease, whose lock keeps the marks as they are.
create or replace function guard.unstored(p_channel uuid, p_items jsonb) returns integer[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan
as $$
declare v_workspace uuid := guard.workspace_id(); v_met integer[]; n integer;
begin
  if not exists (select 1 from guard.personal_chat c where c.workspace_id = v_workspace and c.channel_id = p_channel and c.mode = 'not_stored') then return '{}'; end if;
  loop
    with named as (
      select e.n::integer n, a.kind, a.value, i.chat_id from jsonb_array_elements(p_items) with ordinality e(j, n),
        jsonb_to_recordset(e.j -> 'identities') a(kind text, value text)
        left join guard.personal_identity i on i.workspace_id = v_workspace and i.channel_id = p_channel and i.kind = a.kind and i.value = a.value),
    met as (
      select x.n, (array_agg(c.id order by c.id))[1] chat_id from named x join guard.personal_chat c on c.id = x.chat_id and c.mode = 'not_stored' group by x.n),
    learnt as (
      insert into guard.personal_identity (workspace_id, channel_id, kind, value, chat_id)
        select distinct on (x.kind, x.value) v_workspace, p_channel, x.kind, x.value, m.chat_id from met m join named x on x.n = m.n where x.chat_id is null
        on conflict do nothing returning 1)
    select (select array_agg(m.n) from met m), (select count(*) from learnt) into v_met, n;
    -- with another name, others of the same batch may be of it too
    exit when n = 0;
  end loop;
  return coalesce(v_met, '{}');
end $$;

-- A conversation that begins under a marked name is that person's from its first moment.
create or replace function guard.begin_apart() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare c guard.personal_chat;
begin
  if not exists (select 1 from guard.personal_chat x where x.workspace_id = new.workspace_id and x.channel_id = new.channel_id) then return new; end if;
  select x.* into c from app.contact_identity n
    join guard.personal_identity i on i.workspace_id = n.workspace_id and i.channel_id = new.channel_id and i.kind = n.kind and i.value = n.value
    join guard.personal_chat x on x.id = i.chat_id
   where n.workspace_id = new.workspace_id and n.contact_id = new.contact_id order by x.mode, x.id limit 1;
  if found then
    new.personal_id := c.id; new.personal_to := c.person_id; new.assignee_id := null;
  end if;
  return new;
end $$;

-- Two names turn out to be one person's: what is kept of either is then as the mark says, and the mark knows both.
create or replace function guard.meet_apart() returns trigger
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare c guard.personal_chat; v app.conversation;
begin
  if not exists (select 1 from guard.personal_chat x where x.workspace_id = new.workspace_id) then return null; end if;
  for c in select x.* from guard.personal_identity i join guard.personal_chat x on x.id = i.chat_id
      where i.workspace_id = new.workspace_id and i.kind = new.kind and i.value = new.value order by x.mode desc loop
    if c.mode = 'not_stored' then
      -- what was stored under the other name goes
      update guard.personal_chat x set purge_at = coalesce(x.purge_at, guard.clock()) where x.id = c.id and exists (
        select 1 from app.conversation y where y.workspace_id = c.workspace_id and y.channel_id = c.channel_id and y.contact_id = new.contact_id);
    end if;
    update app.conversation y set personal_id = c.id, personal_to = c.person_id, assignee_id = null, version = y.version + 1,
        personal_until = case when c.mode = 'not_stored' then (select x.purge_at from guard.personal_chat x where x.id = c.id) end
      where y.workspace_id = c.workspace_id and y.channel_id = c.channel_id and y.contact_id = new.contact_id and y.personal_id is distinct from c.id;
  end loop;
  for v in select y.* from app.conversation y where y.workspace_id = new.workspace_id and y.contact_id = new.contact_id and y.personal_id is not null loop
    insert into guard.personal_identity (workspace_id, channel_id, kind, value, chat_id)
      select v.workspace_id, v.channel_id, n.kind, n.value, v.personal_id from app.contact_identity n
       where n.workspace_id = v.workspace_id and n.contact_id = v.contact_id and n.kind in ('wa_pn', 'wa_lid', 'wa_group')
         and exists (select 1 from guard.personal_chat x where x.id = v.personal_id)
      on conflict do nothing;
  end loop;
  return null;
end $$;

-- ───────────── who marks ─────────────
-- Why somebody may not set a chat of a number apart: 'notTheirs', neither an owner of the workspace nor whoever paired the number; 'answered', somebody
-- else answers for it, as its assignee or by what they wrote in it, and only an owner may take it from them, never from another owner. Null: they may.
create or replace function guard.why_not_apart(p_channel uuid, p_conversation uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_me uuid := guard.own_id(); v_role text; v app.conversation;
begin
  if v_me is null or not guard.can_write() then return 'notTheirs'; end if;
  select m.role into v_role from app.member m where m.workspace_id = v_workspace and m.person_id = v_me and m.blocked_at is null;
  if v_role is null or v_role <> 'owner' and not exists (
      select 1 from app.channel h where h.workspace_id = v_workspace and h.id = p_channel and h.connected_by = v_me) then
    return 'notTheirs';
  end if;
  if p_conversation is null then return null; end if;
  select * into v from app.conversation x where x.workspace_id = v_workspace and x.id = p_conversation;
  if v.personal_to <> v_me then return 'answered'; end if;
  if exists (select 1 from app.member o where o.workspace_id = v_workspace and o.person_id <> v_me and (v_role <> 'owner' or o.role = 'owner')
      and (o.person_id = v.assignee_id or o.person_id in (select m.author_id from app.message m
        where m.workspace_id = v_workspace and m.conversation_id = p_conversation and m.author_kind = 'person'))) then
    return 'answered';
  end if;
  return null;
end $$;

-- Sets a chat apart: of a conversation, or of a number that nobody may have written from yet. {id, conversationId, until}, or {refused: why}; null where
-- there is no such number or conversation. What is stored of a chat that is not to be goes ten minutes later.
create or replace function guard.set_apart(p_conversation uuid, p_channel uuid, p_digits text, p_mode text) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace uuid := guard.workspace_id(); v_me uuid := guard.own_id(); v_channel uuid := p_channel; v app.conversation; c guard.personal_chat; v_why text;
  v_contact uuid; v_until timestamptz; v_kinds text[]; v_values text[];
begin
  if p_conversation is not null then
    select x.channel_id into v_channel from app.conversation x where x.workspace_id = v_workspace and x.id = p_conversation;
  end if;
  if not exists (select 1 from app.channel h where h.workspace_id = v_workspace and h.id = v_channel) then return null; end if;
  -- whoever stores what this number receives is waited for, and waits
  perform pg_advisory_xact_lock(guard.lease_lock(v_channel));
  if p_conversation is not null then
    select * into v from app.conversation x where x.workspace_id = v_workspace and x.id = p_conversation for update;
    if not found then return null; end if;
    v_contact := v.contact_id;
  else
    select n.contact_id into v_contact from app.contact_identity n where n.workspace_id = v_workspace and n.kind in ('wa_pn', 'phone')
      and n.value = any (app.phone_variants(p_digits)) order by n.kind desc limit 1;
    select * into v from app.conversation x where x.workspace_id = v_workspace and x.channel_id = v_channel and x.contact_id = v_contact for update;
  end if;
  v_why := guard.why_not_apart(v_channel, v.id);
  if v_why is not null then return jsonb_build_object('refused', v_why); end if;
  select array_agg(q.kind), array_agg(q.value) into v_kinds, v_values from (
    select n.kind, n.value from app.contact_identity n where n.workspace_id = v_workspace and n.contact_id = v_contact and n.kind in ('wa_pn', 'wa_lid', 'wa_group')
    union select 'wa_pn', f from app.contact_identity n, unnest(app.phone_variants(n.value)) f
      where n.workspace_id = v_workspace and n.contact_id = v_contact and n.kind in ('wa_pn', 'phone')
    union select 'wa_pn', f from unnest(app.phone_variants(p_digits)) f where p_digits is not null) q;
  select x.* into c from guard.personal_identity i join guard.personal_chat x on x.id = i.chat_id join unnest(v_kinds, v_values) n(kind, value) on n.kind = i.kind and n.value = i.value
    where i.workspace_id = v_workspace and i.channel_id = v_channel order by x.person_id <> v_me desc, x.id limit 1 for update of x;
  if c.person_id <> v_me then return '{"refused": "answered"}'; end if;
  if c.purging then return '{"refused": "over"}'; end if;
  if c.id is null and (select count(*) from guard.personal_chat x where x.workspace_id = v_workspace and x.channel_id = v_channel) >= 500 then
    return '{"refused": "limit"}';
  end if;
  v_until := case when p_mode = 'not_stored' and v.id is not null then guard.clock() + interval '10 minutes' end;
  if c.id is null then
    insert into guard.personal_chat (workspace_id, channel_id, person_id, mode, was_assignee, purge_at, is_known)
      values (v_workspace, v_channel, v_me, p_mode, v.assignee_id, v_until, coalesce(guard.wrote_of(v_workspace, v_contact), false)) returning * into c;
  else
    update guard.personal_chat x set mode = p_mode, purge_at = v_until, was_assignee = coalesce(v.assignee_id, x.was_assignee) where x.id = c.id;
  end if;
  insert into guard.personal_identity (workspace_id, channel_id, kind, value, chat_id)
    select v_workspace, v_channel, n.kind, n.value, c.id from unnest(v_kinds, v_values) n(kind, value) on conflict do nothing;
  update app.conversation x set personal_id = c.id, personal_to = v_me, personal_until = v_until, assignee_id = null, version = x.version + 1,
      answer_clock = null, answer_since = null, answer_due_at = null, answer_left = null, answer_told_at = null,
      resolve_since = null, resolve_due_at = null, resolve_left = null, resolve_told_at = null
    where x.workspace_id = v_workspace and x.id = v.id;
  return jsonb_build_object('id', c.id, 'conversationId', v.id, 'until', app.iso(v_until));
end $$;

-- Takes a mark of one's own back: the conversation is the company's again, whoever's it was. {conversationId}, {refused: 'over'} once its content goes.
create or replace function guard.end_apart(p_chat uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); c guard.personal_chat; v_conversation uuid;
begin
  select * into c from guard.personal_chat x where x.id = p_chat and x.workspace_id = v_workspace and x.person_id = guard.own_id();
  if not found or not guard.can_write() then return null; end if;
  perform pg_advisory_xact_lock(guard.lease_lock(c.channel_id));
  select * into c from guard.personal_chat x where x.id = p_chat for update;
  if not found then return null; end if;
  if c.purging then return '{"refused": "over"}'; end if;
  update app.conversation x set personal_id = null, personal_to = null, personal_until = null, version = x.version + 1,
      assignee_id = (select m.person_id from app.member m where m.workspace_id = v_workspace and m.person_id = c.was_assignee)
    where x.workspace_id = v_workspace and x.personal_id = c.id returning x.id into v_conversation;
  delete from guard.personal_chat x where x.id = c.id;
  return jsonb_build_object('conversationId', v_conversation, 'mode', c.mode);
end $$;

-- One's own chats of this workspace, the latest first; of those of others only how many there are, and of people who left.
create or replace function guard.list_apart() returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v_me uuid := guard.own_id();
begin
  return jsonb_build_object(
    'mine', coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'channelId', c.channel_id, 'mode', c.mode, 'at', app.iso(c.created_at), 'until', app.iso(c.purge_at),
        'isGoing', c.purging, 'conversationId', v.id, 'name', coalesce(nullif(n.name, ''), n.profile_name),
        'number', (select i.value from guard.personal_identity i where i.chat_id = c.id and i.kind = 'wa_pn' order by length(i.value), i.value limit 1))
        order by c.created_at desc, c.id desc)
      from guard.personal_chat c left join app.conversation v on v.workspace_id = v_workspace and v.personal_id = c.id
        left join app.contact n on n.workspace_id = v_workspace and n.id = v.contact_id
      where c.workspace_id = v_workspace and c.person_id = v_me), '[]'),
    'others', (select count(*) from guard.personal_chat c join app.member m on m.workspace_id = v_workspace and m.person_id = c.person_id
      where c.workspace_id = v_workspace and c.person_id is distinct from v_me),
    'left', (select count(*) from guard.personal_chat c where c.workspace_id = v_workspace
      and not exists (select 1 from app.member m where m.workspace_id = v_workspace and m.person_id = c.person_id)),
    'channels', coalesce((select jsonb_agg(h.id order by h.created_at, h.id) from app.channel h where h.workspace_id = v_workspace and guard.why_not_apart(h.id, null) is null), '[]'));
end $$;

-- How much is stored of a conversation that one may set apart, exactly; `contact` says whether the contact would go with it. Null: not there.
create or replace function guard.weigh_apart(p_conversation uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); v app.conversation;
begin
  select * into v from app.conversation x where x.workspace_id = v_workspace and x.id = p_conversation and x.id <> all (guard.hidden_threads());
  if not found then return null; end if;
  return jsonb_build_object('refused', guard.why_not_apart(v.channel_id, v.id),
    'messages', (select count(*) from app.message m where m.workspace_id = v_workspace and m.conversation_id = v.id),
    'files', (select count(distinct m.media_id) from app.message m where m.workspace_id = v_workspace and m.conversation_id = v.id and m.media_id is not null),
    'notes', (select count(*) from app.note n where n.workspace_id = v_workspace and n.conversation_id = v.id),
    'contact', not guard.knows_besides(v_workspace, v.contact_id, v.id));
end $$;

-- whether people wrote something of a contact, or a file that was brought in: a name, labels, what they agreed to
create or replace function guard.wrote_of(p_workspace uuid, p_contact uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select c.source <> 'whatsapp' or c.name <> '' or c.owner_id is not null or c.email is not null or c.company is not null or c.city is not null or c.notes is not null
      or c.fields <> '{}' or c.kind = 'blocked'
      or exists (select 1 from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = p_contact and i.kind in ('phone', 'email'))
      or exists (select 1 from app.contact_tag t where t.workspace_id = p_workspace and t.contact_id = p_contact)
      or exists (select 1 from app.contact_consent t where t.workspace_id = p_workspace and t.contact_id = p_contact)
      or exists (select 1 from app.contact_merge t where t.workspace_id = p_workspace and p_contact in (t.keep_id, t.drop_id))
    from app.contact c where c.workspace_id = p_workspace and c.id = p_contact
$$;

-- Whether a company knows a contact from anything but one conversation: another one, or what it wrote or brought in.
create or replace function guard.knows_besides(p_workspace uuid, p_contact uuid, p_conversation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select guard.wrote_of(p_workspace, p_contact)
      or exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.contact_id = p_contact and x.id <> p_conversation)
$$;

-- ───────────── what goes ─────────────
create or replace function guard.list_apart_due(p_limit integer) returns table (workspace_id uuid, id uuid)
language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$ select c.workspace_id, c.id from guard.personal_chat c where c.purge_at <= guard.clock() order by c.purge_at, c.id limit p_limit $$;

-- Removes what is stored of a chat whose time has come, at most so many messages at once. Answers how many went; 0 when all of it is gone, and null when
-- there is nothing to do, or not yet because an entry of the audit waits for its seal. Only for the jobs, in the workspace's own context.
create or replace function guard.purge_apart(p_chat uuid, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); c guard.personal_chat; v app.conversation; v_media uuid[]; v_about text[]; n integer; v_goes boolean;
begin
  if not guard.is_system() then raise exception 'not from here' using errcode = '42501'; end if;
  select * into c from guard.personal_chat x where x.id = p_chat and x.workspace_id = v_workspace and x.purge_at <= guard.clock() for update;
  if not found then return null; end if;
  select * into v from app.conversation x where x.workspace_id = v_workspace and x.personal_id = c.id for update;
  if found then
    v_about := array[v.id::text, v.contact_id::text] || array(select x.id::text from app.note x where x.workspace_id = v_workspace and x.conversation_id = v.id);
    if guard.awaits_seal(v_workspace, v_about) then return null; end if;
    update guard.personal_chat x set purging = true where x.id = c.id;
    with gone as (
      delete from app.message m where m.workspace_id = v_workspace and m.id in (
        select x.id from app.message x where x.workspace_id = v_workspace and x.conversation_id = v.id order by x.seq limit p_limit) returning m.media_id)
    select count(*), array_agg(distinct g.media_id) filter (where g.media_id is not null) into n, v_media from gone g;
    delete from app.media d where d.workspace_id = v_workspace and d.id = any (v_media)
      and not exists (select 1 from app.message m where m.workspace_id = v_workspace and m.media_id = d.id);
    if n > 0 then return n; end if;
    v_goes := not guard.knows_besides(v_workspace, v.contact_id, v.id);
    delete from app.notification x where x.workspace_id = v_workspace and x.conversation_id = v.id;
    delete from app.conversation_start x where x.workspace_id = v_workspace and x.conversation_id = v.id;
    delete from app.conversation_tag x where x.workspace_id = v_workspace and x.conversation_id = v.id;
    delete from app.note x where x.workspace_id = v_workspace and x.conversation_id = v.id;
    delete from app.planned_message x where x.workspace_id = v_workspace and x.conversation_id = v.id;
    delete from app.change x where x.workspace_id = v_workspace and (x.conversation_id = v.id or x.entity_id = v.id);
    delete from app.conversation x where x.workspace_id = v_workspace and x.id = v.id;
    if v_goes then
      delete from app.contact_apart x where x.workspace_id = v_workspace and v.contact_id in (x.low_id, x.high_id);
      delete from app.contact_identity x where x.workspace_id = v_workspace and x.contact_id = v.contact_id;
      delete from app.contact x where x.workspace_id = v_workspace and x.id = v.contact_id;
    end if;
    -- nor does the audit keep what was known of it: who did what when stays, by ids
    perform guard.erase_audit_values(v_workspace, about, 'chat.purged') from unnest(v_about) about where v_goes or about <> v.contact_id::text;
  end if;
  update guard.personal_chat x set purge_at = null, purging = false where x.id = c.id;
  return 0;
end $$;

-- Whoever leaves hands their own chats to nobody: what is stored of them goes, and nothing of them is stored from then on.
create or replace function guard.leave_apart(p_workspace uuid, p_person uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update guard.personal_chat c set mode = 'not_stored', purge_at = case when exists (select 1 from app.conversation x where x.workspace_id = p_workspace and x.personal_id = c.id)
      then coalesce(c.purge_at, guard.clock()) end
    where c.workspace_id = p_workspace and c.person_id = p_person;
  -- until it is gone nothing is done in it, and nobody told of it
  update app.conversation x set personal_until = c.purge_at, version = x.version + 1 from guard.personal_chat c
    where c.workspace_id = p_workspace and c.person_id = p_person and x.workspace_id = p_workspace and x.personal_id = c.id and x.personal_until is null;
end $$;

-- An owner lifts the marks of people who left, once their content is gone: who writes from there is stored again. Answers how many.
create or replace function guard.lift_left() returns integer
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare v_workspace uuid := guard.workspace_id(); n integer;
begin
  if not guard.can_write() or not exists (select 1 from app.member m where m.workspace_id = v_workspace and m.person_id = guard.own_id() and m.role = 'owner' and m.blocked_at is null) then
    return null;
  end if;
  delete from guard.personal_chat c where c.workspace_id = v_workspace and c.purge_at is null
    and not exists (select 1 from app.member m where m.workspace_id = v_workspace and m.person_id = c.person_id);
  get diagnostics n = row_count;
  return n;
end $$;
