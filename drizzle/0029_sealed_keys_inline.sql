-- A session is some 2 kB of sealed bytes and written anew for every message. Beyond 2 kB a row was put aside in two pieces with an index
-- of their own, after a vain try to compress what is random: now it stays in its row as long as it fits into a page. What is stored
-- already moves when it is next written.
set local role recado_owner;
--> statement-breakpoint
alter table wa.signal_key alter column sealed set storage external;
--> statement-breakpoint
alter table wa.signal_key set (toast_tuple_target = 8160);
--> statement-breakpoint
alter table wa.staged_message alter column sealed set storage external;
--> statement-breakpoint
reset role;
