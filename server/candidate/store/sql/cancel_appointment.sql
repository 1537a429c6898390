SELECT outcome FROM candidate_api.cancel_appointment($1, $2, $3)
