SELECT probe.add_and_warn($1::int8) AS id
