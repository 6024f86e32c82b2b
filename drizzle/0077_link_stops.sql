-- Which mailboxes have stopped the notices of a link by the way out that the mails carry: for each its digest, and that of the token by which it did. A stop
-- holds for its mailbox for as long as the link lives, whoever else opens the link or changes its address.
set local role guard_owner;
--> statement-breakpoint
alter table guard.access_link add column stops jsonb not null default '{}' check (jsonb_typeof(stops) = 'object');
--> statement-breakpoint
reset role;
