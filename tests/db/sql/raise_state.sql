SELECT probe.raise_state($1::text) AS nothing
