SELECT outcome FROM registrar_api.refuse_rescue($1, $2, $3)
