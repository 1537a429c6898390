SELECT outcome FROM registrar_api.put_sheet($1, $2, $3, $4, $5)
