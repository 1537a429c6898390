SELECT $1::int4 AS i32, $2::int8 AS i64, $3::bool AS flag, $4::text AS word, $5::bytea AS raw, $6::uuid AS uid,
       $7::timestamptz AS moment, $8::date AS day, $9::jsonb AS document, $7::timestamptz::text AS moment_text,
       $8::date::text AS day_text, $1::int4::int2 AS i16
