SELECT outcome, association_id, registration_id, person_id, sealed, association_name FROM candidate_api.who($1)
