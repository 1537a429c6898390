SELECT outcome FROM registrar_api.progress($1, $2, $3, $4)
