SELECT outcome FROM registrar_api.put_calibration($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
