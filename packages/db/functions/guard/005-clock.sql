-- The guard's time is the database's. Only the login that exists in tests may shift it, and no installation has that login.
create or replace function guard.clock() returns timestamptz language sql volatile
return case when session_user = 'recado_trial' and coalesce(current_setting('recado.clock_shift', true), '') <> ''
  then clock_timestamp() + current_setting('recado.clock_shift', true)::interval else clock_timestamp() end;

-- limits of tries are off for that login when it says so: races want hundreds of logins at once
create or replace function guard.has_raised_limits() returns boolean language sql stable
return session_user = 'recado_trial' and coalesce(current_setting('recado.raised_limits', true), '') = 'on';
