-- A file that arrived is told to readers as a change of its message, so the message is found by its file.
set local role recado_owner;
--> statement-breakpoint
create index message_media on app.message (workspace_id, media_id) where media_id is not null;
--> statement-breakpoint
reset role;
