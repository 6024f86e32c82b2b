-- Why an import stands still that nobody stopped by hand.
set local role recado_owner;
--> statement-breakpoint
alter table app.contact_import add column halted text check (halted in ('room', 'owes'));
--> statement-breakpoint
reset role;
