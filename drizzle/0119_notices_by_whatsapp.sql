-- The notices of a link go to a mailbox or to a number on WhatsApp, never to both. A number that stands beside a mailbox was kept and never used.
set local role guard_owner;
--> statement-breakpoint
update guard.access_link set notify_phone = null where notify_phone is not null;
--> statement-breakpoint
alter table guard.access_link add constraint access_link_notify_phone_check check (notify_phone ~ '^[1-9][0-9]{5,14}$');
--> statement-breakpoint
alter table guard.access_link add constraint access_link_notify_check check (notify_email is null or notify_phone is null);
--> statement-breakpoint
drop index guard.access_link_notices;
--> statement-breakpoint
create index access_link_notices on guard.access_link (notified_at)
  where (notify_email is not null or notify_phone is not null) and notices_off_at is null and revoked_at is null;
--> statement-breakpoint
reset role;
