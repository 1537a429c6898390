SELECT n::int8 AS n, CASE WHEN n % 2 = 0 THEN n::text END AS even FROM pg_catalog.generate_series(1, $1::int4) AS n
