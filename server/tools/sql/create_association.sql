SELECT outcome FROM service.create_association($1::text, $2::text, $3::text, $4::uuid, $5::uuid, $6::bytea, $7::bytea, $8::bytea,
                                               $9::int4, $10::text)
