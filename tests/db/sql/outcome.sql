SELECT $1::text AS outcome
