SELECT outcome, ref, save_id, sealed FROM registrar_api.counted_saves($1, $2, $3)
