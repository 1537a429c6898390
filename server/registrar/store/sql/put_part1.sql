SELECT outcome FROM registrar_api.put_part1($1, $2, $3, $4, $5, $6, $7)
