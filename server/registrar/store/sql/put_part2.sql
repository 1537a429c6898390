SELECT outcome FROM registrar_api.put_part2($1, $2, $3, $4, $5, $6)
