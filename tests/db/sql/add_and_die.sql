WITH fresh AS (INSERT INTO probe.note (id, word) VALUES ($1::int8, 'dying') RETURNING id)
SELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()) FROM fresh
