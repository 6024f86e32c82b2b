-- No statement of a request outlives whoever waits for it. A function cannot say so for itself: Postgres starts the clock before it is
-- entered. Said of the roles, so that it holds through any pooler. Jobs read long: theirs is an upper bound for what went astray.
alter role recado_web set statement_timeout = '30s';
alter role recado_web set idle_in_transaction_session_timeout = '60s';
alter role recado_worker set statement_timeout = '60s';
alter role recado_worker set idle_in_transaction_session_timeout = '120s';
alter role recado_jobs set statement_timeout = '30min';
