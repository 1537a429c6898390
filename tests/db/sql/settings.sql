SELECT pg_catalog.current_setting('lock_timeout') AS lock_timeout,
       pg_catalog.current_setting('statement_timeout') AS statement_timeout,
       pg_catalog.current_setting('idle_in_transaction_session_timeout') AS idle_timeout,
       pg_catalog.current_setting('TimeZone') AS zone, pg_catalog.current_setting('synchronous_commit') AS commit, pg_catalog.pg_backend_pid() AS pid
