SELECT $1::int4[]::text AS i32, $2::int8[]::text AS i64, $3::bool[]::text AS flags, $4::text[]::text AS words,
       $5::bytea[]::text AS raws, $6::uuid[]::text AS uids, pg_catalog.cardinality($1::int4[]) AS count
