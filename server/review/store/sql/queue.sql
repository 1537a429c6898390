SELECT outcome, association, category, code, state, is_scored, seconds, practice, is_compared, is_looked, held
FROM review_api.queue($1)
