SELECT outcome FROM registrar_api.call_third($1, $2, $3, $4, $5, $6)
