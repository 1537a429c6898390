SELECT outcome, association, category, code, state, is_scored, seconds FROM review_api.queue($1)
