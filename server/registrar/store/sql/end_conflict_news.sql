SELECT outcome FROM registrar_api.end_conflict_news($1, $2)
