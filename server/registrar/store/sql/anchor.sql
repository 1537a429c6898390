SELECT outcome, boot_us, utc FROM registrar_api.anchor($1, $2)
