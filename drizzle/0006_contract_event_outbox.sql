-- Events leave through jobs.outbox; nothing ever read this table.
set local role recado_owner;
--> statement-breakpoint
drop table app.event_outbox;
--> statement-breakpoint
reset role;
