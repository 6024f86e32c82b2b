-- Search: what messages and contacts are found by. The indexes on messages are built beside those who write, by the backfill "message-search".
-- What an index is made of never changes its meaning: a new meaning is a new function and a new index.
do $$
declare e text;
begin
  -- all three are trusted: whoever may create in this database may create them. Where they live already, they stay
  foreach e in array array['unaccent', 'pg_trgm', 'btree_gin'] loop
    if not exists (select 1 from pg_extension x where x.extname = e) then execute format('create extension %I with schema public', e); end if;
  end loop;
end $$;
--> statement-breakpoint
-- for the length of this migration: the owner of the tables names the extensions' dictionary and operator classes
do $$
declare s text;
begin
  for s in select distinct n.nspname from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.extname in ('unaccent', 'pg_trgm', 'btree_gin') loop
    execute format('grant usage on schema %I to recado_owner', s);
  end loop;
end $$;
--> statement-breakpoint
set local role recado_owner;
--> statement-breakpoint
-- Spanish words by their stems, with the accents taken off before, as people type without them. It holds its dictionaries by what they are and
-- not by name, so that keeping an index up to date asks for no search_path.
create text search configuration app.spanish (copy = pg_catalog.spanish);
--> statement-breakpoint
do $$
begin
  execute (select format('alter text search configuration app.spanish alter mapping for word, hword, hword_part with %I.unaccent, pg_catalog.spanish_stem', n.nspname)
    from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.extname = 'unaccent');
end $$;
--> statement-breakpoint
-- Letters as they are compared: small, without accents of any language
create function app.search_letters(p_text text) returns text language sql immutable parallel safe
return translate(lower(regexp_replace(normalize(p_text, NFKD), U&'[\0300-\036F]+', '', 'g')), 'øłđıæœß', 'oldiaos');
--> statement-breakpoint
-- The months and years of the calendar in one count each, in which a search goes back. Nobody wrote on WhatsApp before 2009: what a phone with a
-- broken clock dates before stands there.
create function app.month_of(p_at timestamptz) returns integer language sql immutable parallel safe
return least(greatest(date_part('year', p_at at time zone 'UTC') * 12 + date_part('month', p_at at time zone 'UTC') - 1, 2009 * 12), 3000 * 12)::integer;
--> statement-breakpoint
create function app.year_of(p_at timestamptz) returns integer language sql immutable parallel safe
return least(greatest(date_part('year', p_at at time zone 'UTC'), 2009), 3000)::integer;
--> statement-breakpoint
-- What a number is found by: as it is, and in its country's other form (Mexico's 1, Argentina's 9)
create function app.number_text(p_value text) returns text language sql immutable parallel safe
return case left(p_value, 2)
  when '52' then p_value || case when p_value ~ '^521[0-9]{10}$' then ' 52' || substr(p_value, 4) when p_value ~ '^52[0-9]{10}$' then ' 521' || substr(p_value, 3) else '' end
  when '54' then p_value || case when p_value ~ '^549[0-9]{10}$' then ' 54' || substr(p_value, 4) when p_value ~ '^54[0-9]{10}$' then ' 549' || substr(p_value, 3) else '' end
  else p_value end;
--> statement-breakpoint
-- What a contact is called on a screen and what else it is found by, as they are compared. A trigger keeps them; who was there before is filled in by the
-- backfill "contact-search", which makes their indexes too.
alter table app.contact add column search_name text collate "C", add column search_words text collate "C";
--> statement-breakpoint
create function app.note_contact_words() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.search_name := left(app.search_letters(coalesce(nullif(new.name, ''), new.profile_name, '')), 120);
  new.search_words := app.search_letters(concat_ws(' ', new.name, new.profile_name, new.email));
  return new;
end $$;
--> statement-breakpoint
revoke execute on function app.note_contact_words() from public;
--> statement-breakpoint
create trigger note_contact_words before insert or update of name, profile_name, email, search_name, search_words on app.contact
  for each row execute function app.note_contact_words();
--> statement-breakpoint
-- Whoever writes a row keeps its indexes, so all of them may call what those are made of.
grant execute on function app.search_letters(text), app.month_of(timestamptz), app.year_of(timestamptz), app.number_text(text) to recado_runtime, guard_owner;
--> statement-breakpoint
-- only on the parent: the partitions' own are built by the backfill, without holding up anybody, and attached to it
create index message_search on only app.message using gin (workspace_id, app.month_of(occurred_at), app.year_of(occurred_at), uuid_hash(conversation_id),
  to_tsvector('app.spanish'::regconfig, left(body, 20000))) with (fastupdate = off) where body <> '';
--> statement-breakpoint
reset role;
