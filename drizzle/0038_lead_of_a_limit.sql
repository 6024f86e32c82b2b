-- Whoever asks for a word where a plan ends has not met the wall: it is told apart in its figures.
set local role guard_owner;
--> statement-breakpoint
alter table guard.sales_lead drop constraint sales_lead_source_check;
--> statement-breakpoint
alter table guard.sales_lead add constraint sales_lead_source_check check (source in ('card', 'explainer', 'limit'));
--> statement-breakpoint
reset role;
