SELECT outcome, association_name, zone, opens_text, closes_text, part, kept, state, open, needed, ahead, fits, id, sequence, day_text,
       time_text, place, starts_at, ends_at, moment
FROM candidate_api.appointments($1, $2)
