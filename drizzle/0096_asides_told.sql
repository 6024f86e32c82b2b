-- What stands in a thread beside its messages and is of no row that streams tell of: a customer's rating, for now.
set local role recado_owner;
--> statement-breakpoint
alter table app.change drop constraint change_topic_check;
--> statement-breakpoint
alter table app.change add constraint change_topic_check check (topic in ('message', 'conversation', 'channel', 'note', 'notification', 'contact', 'planned', 'aside'));
--> statement-breakpoint
reset role;
