SELECT outcome, version, body, accepted_text FROM candidate_api.confidentiality($1, $2)
