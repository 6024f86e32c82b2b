-- What many contacts are found by goes into the indexes of search a heap at a time: letter by letter it was four tenths of an import. A heap is small
-- enough to be read through by whoever searches meanwhile.
set local role recado_owner;
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['app.contact_search_words', 'app.contact_identity_search'] loop
    -- where the backfill has not made them yet it makes them so
    if to_regclass(t) is not null then execute format('alter index %s set (fastupdate = on, gin_pending_list_limit = 512)', t); end if;
  end loop;
end $$;
--> statement-breakpoint
reset role;
