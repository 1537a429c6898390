SELECT outcome FROM registrar_api.reopen_masking($1, $2, $3, $4, $5)
