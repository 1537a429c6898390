SELECT pg_catalog.count(*) AS count FROM probe.note
