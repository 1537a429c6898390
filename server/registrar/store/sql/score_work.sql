SELECT outcome, session_id, version, sealed FROM registrar_api.score_work($1, $2, $3, $4, $5, $6)
