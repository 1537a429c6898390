SELECT outcome, item_id, sealed FROM registrar_api.form_keys($1, $2)
