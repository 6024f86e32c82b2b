-- Where a device was last used, as a country and perhaps a city near it: never an address.
set local role guard_owner;
--> statement-breakpoint
alter table guard.device add country text check (country ~ '^[A-Z]{2}$'), add place text;
--> statement-breakpoint
reset role;
