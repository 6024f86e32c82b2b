-- Who gets or loses a label was looked at row by row, which every import paid for; a statement looks once at all that it changed.
set local role recado_owner;
--> statement-breakpoint
drop trigger unscore_tagged on app.contact_tag;
--> statement-breakpoint
create trigger unscore_tagged_added after insert on app.contact_tag referencing new table as changed for each statement execute function app.unscore_tagged();
--> statement-breakpoint
create trigger unscore_tagged_removed after delete on app.contact_tag referencing old table as changed for each statement execute function app.unscore_tagged();
--> statement-breakpoint
reset role;
