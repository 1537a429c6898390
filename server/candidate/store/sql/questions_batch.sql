SELECT outcome, place, session_id, form_id, order_seed, state, epoch FROM candidate_api.questions_batch($1, $2, $3)
