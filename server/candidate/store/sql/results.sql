SELECT outcome, registration_id, number, sealed, released_text, association_name, title FROM candidate_api.results($1)
