SELECT probe.refuse($1::text) AS nothing
