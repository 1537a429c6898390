SELECT outcome, place, session_id, version, state, grace_s, deadline, moment, paused_at, own_break, taken_over, entries
FROM candidate_api.begin_batch($1, $2, $3)
