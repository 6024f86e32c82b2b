-- Whose telephone a number is, is known when it is paired: until then, who asked for it.
set local role recado_owner;
--> statement-breakpoint
alter table app.channel add column pairing_by uuid;
--> statement-breakpoint
reset role;
