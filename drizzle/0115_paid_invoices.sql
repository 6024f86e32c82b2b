-- The report of what recurs and the credits of a month look for invoices by the day on which they were paid.
set local role guard_owner;
--> statement-breakpoint
create index billed_invoice_paid on guard.billed_invoice (paid_at) where paid_at is not null;
--> statement-breakpoint
reset role;
