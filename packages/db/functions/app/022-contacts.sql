-- What follows from a contact's rows: the forms of a number, when somebody was last in touch, what they agreed to.

-- The forms under which WhatsApp and people write one mobile line, the given one first: Mexico with and without 1, Argentina with and without 9,
-- Brazil with and without the ninth digit. packages/core/src/contacts/rules.ts says the same.
create or replace function app.phone_variants(p_digits text) returns text[]
language sql immutable set search_path = pg_catalog, pg_temp
return case
  when p_digits ~ '^521[2-9]\d{9}$' then array[p_digits, '52' || substr(p_digits, 4)]
  when p_digits ~ '^52[2-9]\d{9}$' then array[p_digits, '521' || substr(p_digits, 3)]
  when p_digits ~ '^549[1-8]\d{9}$' then array[p_digits, '54' || substr(p_digits, 4)]
  when p_digits ~ '^54[1-8]\d{9}$' then array[p_digits, '549' || substr(p_digits, 3)]
  when p_digits ~ '^55[1-9]\d9[6-9]\d{7}$' then array[p_digits, substr(p_digits, 1, 4) || substr(p_digits, 6)]
  when p_digits ~ '^55[1-9]\d[6-9]\d{7}$' then array[p_digits, substr(p_digits, 1, 4) || '9' || substr(p_digits, 5)]
  else array[p_digits] end;

create or replace function app.is_blocked(p_workspace uuid, p_contact uuid) returns boolean
language sql stable set search_path = pg_catalog, pg_temp
return exists (select 1 from app.contact c where c.workspace_id = p_workspace and c.id = p_contact and c.kind = 'blocked');

-- Of two contacts that are one, everything of `drop` becomes `keep`'s, and what `keep` does not say is taken from `drop`. The conversations are the caller's.
create or replace function app.absorb_contact(p_workspace uuid, p_keep uuid, p_drop uuid) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  update app.contact_identity set contact_id = p_keep where workspace_id = p_workspace and contact_id = p_drop;
  update app.contact_consent set contact_id = p_keep where workspace_id = p_workspace and contact_id = p_drop;
  insert into app.contact_tag (workspace_id, contact_id, tag_id, source, at)
    select p_workspace, p_keep, t.tag_id, t.source, t.at from app.contact_tag t where t.workspace_id = p_workspace and t.contact_id = p_drop on conflict do nothing;
  update app.contact k set
      name = case when k.name = '' then d.name else k.name end, profile_name = coalesce(k.profile_name, d.profile_name),
      email = coalesce(k.email, d.email), city = coalesce(k.city, d.city), company = coalesce(k.company, d.company), country = coalesce(k.country, d.country),
      birthday = coalesce(k.birthday, d.birthday), language = coalesce(k.language, d.language), preferred_hour = coalesce(k.preferred_hour, d.preferred_hour),
      preferred_channel = coalesce(k.preferred_channel, d.preferred_channel), owner_id = coalesce(k.owner_id, d.owner_id), fields = d.fields || k.fields,
      notes = case when k.notes is null or d.notes is null then coalesce(k.notes, d.notes) else left(k.notes || E'\n' || d.notes, 4000) end,
      -- a block holds whichever of the two had it
      kind = case when d.kind = 'blocked' then 'blocked' else k.kind end,
      kind_before = case when d.kind = 'blocked' and k.kind not in ('blocked', 'group') then k.kind else k.kind_before end,
      last_in_at = greatest(k.last_in_at, d.last_in_at), last_out_at = greatest(k.last_out_at, d.last_out_at),
      marketing = case when d.marketing_at > k.marketing_at or k.marketing_at is null then d.marketing else k.marketing end,
      marketing_at = greatest(k.marketing_at, d.marketing_at),
      deleted_at = case when d.deleted_at is null then null else k.deleted_at end
    from app.contact d where k.workspace_id = p_workspace and k.id = p_keep and d.workspace_id = p_workspace and d.id = p_drop;
  perform app.move_ties(p_workspace, p_keep, p_drop);
  -- what WhatsApp proved is not undone, and the address that goes leads to the one who stays
  insert into app.contact_merge (workspace_id, keep_id, drop_id) values (p_workspace, p_keep, p_drop);
end $$;

-- A message came or went: when they and we last wrote, to the minute, and whoever is in the bin comes back. A contact that somebody else is changing
-- is passed over, so that no change of many contacts holds up a number; app.touch_contacts makes up for it.
create or replace function app.note_contact() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare v_in timestamptz; v_out timestamptz; v_seq bigint := case when tg_op = 'INSERT' then 0 else old.last_seq end;
begin
  -- of an own chat nothing stands on a contact whom others see
  if new.personal_id is not null and not guard.keeps_apart(new.contact_id) then return null; end if;
  if new.last_seq - v_seq = 1 and (tg_op = 'INSERT' or new.last_message_id is distinct from old.last_message_id) then
    if new.last_direction = 'in' then v_in := new.last_message_at; else v_out := new.last_message_at; end if;
  else
    select max(m.occurred_at) filter (where m.direction = 'in'), max(m.occurred_at) filter (where m.direction = 'out') into v_in, v_out
      from app.message m where m.workspace_id = new.workspace_id and m.conversation_id = new.id and m.seq > v_seq;
    if v_in is null and v_out is null then
      if new.last_direction = 'in' then v_in := new.last_message_at; else v_out := new.last_message_at; end if;
    end if;
  end if;
  perform 1 from app.contact c where c.workspace_id = new.workspace_id and c.id = new.contact_id
     and (v_in > coalesce(c.last_in_at, '-infinity') + interval '1 minute' or v_out > coalesce(c.last_out_at, '-infinity') + interval '1 minute'
       or greatest(v_in, v_out) > c.deleted_at)
     for no key update skip locked;
  if found then
    update app.contact c set last_in_at = greatest(c.last_in_at, v_in), last_out_at = greatest(c.last_out_at, v_out),
        deleted_at = case when greatest(v_in, v_out) > c.deleted_at then null else c.deleted_at end,
        deleted_by = case when greatest(v_in, v_out) > c.deleted_at then null else c.deleted_by end
      where c.workspace_id = new.workspace_id and c.id = new.contact_id;
  end if;
  return null;
end $$;

-- Makes up for what the trigger passed over; answers how many contacts that was.
create or replace function app.touch_contacts(p_workspace uuid) returns bigint
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare n bigint;
begin
  with latest as (
    select v.contact_id, max(v.last_message_at) filter (where v.last_direction = 'in') last_in, max(v.last_message_at) filter (where v.last_direction is distinct from 'in') last_out
      from app.conversation v where v.workspace_id = p_workspace and v.last_message_id is not null group by 1)
  update app.contact c set last_in_at = greatest(c.last_in_at, l.last_in), last_out_at = greatest(c.last_out_at, l.last_out),
      deleted_at = case when greatest(l.last_in, l.last_out) > c.deleted_at then null else c.deleted_at end
    from latest l where c.workspace_id = p_workspace and c.id = l.contact_id
     and (l.last_in > coalesce(c.last_in_at, '-infinity') + interval '1 minute' or l.last_out > coalesce(c.last_out_at, '-infinity') + interval '1 minute'
       or greatest(l.last_in, l.last_out) > c.deleted_at);
  get diagnostics n = row_count;
  return n;
end $$;

-- What was last said of marketing stands on the contact too, so that lists and audiences need not read the ledger.
create or replace function app.note_consent() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  update app.contact c set marketing = t.state, marketing_at = t.at
    from (select distinct on (x.workspace_id, x.contact_id) x.workspace_id, x.contact_id, x.state, x.at from told x
           where x.purpose = 'marketing' and x.channel in ('any', 'whatsapp') order by x.workspace_id, x.contact_id, x.at desc, x.id desc) t
   where c.workspace_id = t.workspace_id and c.id = t.contact_id
     and (c.marketing_at is null or c.marketing_at < t.at or (c.marketing_at = t.at and c.marketing is distinct from t.state));
  return null;
end $$;

-- An entry of the ledger is what it was; only whose it is follows when two contacts turn out to be one.
create or replace function app.keep_consent() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if to_jsonb(new) - 'contact_id' is distinct from to_jsonb(old) - 'contact_id' then
    raise exception 'a consent is not rewritten' using errcode = '42501';
  end if;
  return new;
end $$;

-- Removes up to so many contacts whose thirty days in the bin are over, with their conversations; answers how many went. One whom something else still
-- names stays for the next time, and so does one about whom the audit has something to seal still.
create or replace function app.purge_contacts(p_workspace uuid, p_limit integer) returns integer
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare v_id uuid; n integer := 0; v_media uuid[]; v_about uuid[];
begin
  for v_id in select c.id from app.contact c where c.workspace_id = p_workspace and c.deleted_at < clock_timestamp() - interval '30 days' order by c.deleted_at limit p_limit for update skip locked loop
    v_about := array(select v.id from app.conversation v where v.workspace_id = p_workspace and v.contact_id = v_id);
    -- whoever became part of them goes with them
    v_about := v_about || array(select m.drop_id from app.contact_merge m where m.workspace_id = p_workspace and m.keep_id = v_id);
    continue when guard.awaits_seal(p_workspace, array_append(v_about, v_id)::text[]) or guard.has_apart(v_id);
    begin
      with gone as (
        delete from app.message m using app.conversation v where v.workspace_id = p_workspace and v.contact_id = v_id and m.workspace_id = p_workspace and m.conversation_id = v.id
        returning m.media_id)
      select array_agg(distinct g.media_id) into v_media from gone g where g.media_id is not null;
      delete from app.media d where d.workspace_id = p_workspace and d.id = any (v_media)
        and not exists (select 1 from app.message m where m.workspace_id = p_workspace and m.media_id = d.id);
      with gone as (delete from app.conversation v where v.workspace_id = p_workspace and v.contact_id = v_id returning v.id)
      insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'conversation', g.id, g.id from gone g;
      delete from app.contact_identity i where i.workspace_id = p_workspace and i.contact_id = v_id;
      delete from app.contact_merge m where m.workspace_id = p_workspace and m.keep_id = v_id;
      delete from app.contact c where c.workspace_id = p_workspace and c.id = v_id;
      -- nor does the audit keep what was known of somebody who is gone: who did what when stays, by ids
      perform guard.erase_audit_values(p_workspace, about::text, 'contact.purged') from unnest(array_append(v_about, v_id)) about;
      n := n + 1;
    exception when foreign_key_violation then null;
    end;
  end loop;
  return n;
end $$;

-- What waits to be sent to people who are blocked now fails instead; what is under way is not called back.
create or replace function app.stop_queued(p_workspace uuid, p_contacts uuid[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  with threads as (select v.id from app.conversation v where v.workspace_id = p_workspace and v.contact_id = any (p_contacts)),
  stopped as (
    update app.message m set status = 2, error_code = 'contactBlocked' from threads t
      where m.workspace_id = p_workspace and m.conversation_id = t.id and m.status = 0 and m.direction = 'out' returning m.id, m.conversation_id),
  lists as (
    update app.conversation v set last_status = 2, version = v.version + 1 from stopped s where v.workspace_id = p_workspace and v.last_message_id = s.id)
  insert into app.change (workspace_id, topic, entity_id, conversation_id) select p_workspace, 'message', s.id, s.conversation_id from stopped s;
end $$;

-- A text as it is compared: without case and without the accents of our languages. The order of names (app.contact.sort_name) folds the same way.
create or replace function app.fold(p_text text) returns text
language sql immutable
return translate(lower(p_text), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc');
