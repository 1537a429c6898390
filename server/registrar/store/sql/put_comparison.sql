SELECT outcome FROM registrar_api.put_comparison($1, $2, $3, $4, $5, $6, $7, $8)
