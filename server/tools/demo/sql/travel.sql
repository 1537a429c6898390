INSERT INTO service.time_shift (purpose, shift)
SELECT i.purpose, ((d.day + make_interval(mins => $3::int)) AT TIME ZONE a.zone) - clock_timestamp()
FROM service.installation i
JOIN staff.association a ON a.code = $1::text
CROSS JOIN LATERAL (SELECT (clock_timestamp() AT TIME ZONE a.zone)::date + $2::int AS day) d
ON CONFLICT (only_row) DO UPDATE SET shift = excluded.shift
RETURNING true AS moved;
