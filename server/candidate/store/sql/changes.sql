SELECT outcome, session_id, seen, floor, link FROM candidate_api.changes($1)
