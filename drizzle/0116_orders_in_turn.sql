-- What is asked of the provider for an account goes one after the other, whoever asks: what was read of it before the last one is read again. And since
-- when the card does not pay for people who came.
set local role guard_owner;
--> statement-breakpoint
alter table guard.billing_account add column turn bigint not null default 0, add column seats_owed_since timestamptz;
--> statement-breakpoint
reset role;
