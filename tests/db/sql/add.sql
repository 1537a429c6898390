INSERT INTO probe.note (id, word) VALUES ($1::int8, $2::text)
