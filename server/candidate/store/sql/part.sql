SELECT outcome, session_id, form_id, order_seed, state, grace_s, entitled_s, deadline, moment, entries, deadline_text,
       handed_in_text, closed_text, paused_at, own_break, break_left_s, taken_over, version, epoch, next_sequence
FROM candidate_api.part($1, $2, $3, $4)
