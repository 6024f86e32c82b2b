-- Whoever is named in a note is told by a job, which asks whether the note is still there and who wrote it.
set local role recado_owner;
--> statement-breakpoint
grant select on app.note to recado_jobs;
--> statement-breakpoint
reset role;
