SELECT id FROM probe.note WHERE id = $1::int8 FOR UPDATE
