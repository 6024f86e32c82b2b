-- needs backfill: guard-accounts
-- What 0010 replaced, once every person has a lock row and every session a proof.
set local role guard_owner;
--> statement-breakpoint
alter table guard.session
  drop column token_hash,
  alter kid set not null,
  alter salt set not null,
  alter proof set not null,
  alter rotated_at set not null,
  alter device_hash set not null;
--> statement-breakpoint
alter table guard.person drop column session_limit, drop column login_seq, drop column disabled_at;
--> statement-breakpoint
reset role;
