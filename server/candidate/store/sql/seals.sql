SELECT outcome, session_id, due, number, saves, root, at, at_text, signature FROM candidate_api.seals($1, $2, $3)
