SELECT outcome, session_id, version FROM candidate_api.versions($1)
