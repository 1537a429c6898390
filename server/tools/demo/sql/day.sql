SELECT to_char(d.day, 'YYYY-MM-DD') AS date, to_char(d.day, 'FMMonth YYYY') AS month
FROM staff.association a
CROSS JOIN LATERAL (SELECT (clock_timestamp() AT TIME ZONE a.zone)::date + $2::int AS day) d
WHERE a.code = $1::text;
