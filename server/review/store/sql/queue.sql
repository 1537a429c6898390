SELECT outcome, association, category, code, state FROM review_api.queue($1)
