SELECT outcome, part, slot, day_text, time_text, place, places_left FROM candidate_api.free_slots($1, $2)
