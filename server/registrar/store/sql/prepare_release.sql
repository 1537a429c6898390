SELECT outcome FROM registrar_api.prepare_release($1, $2, $3, $4, $5, $6, $7, $8)
