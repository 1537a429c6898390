SELECT outcome FROM registrar_api.finish_duty($1, $2, $3, $4)
