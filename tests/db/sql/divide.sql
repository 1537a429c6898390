SELECT 1 / $1::int4 AS quotient
