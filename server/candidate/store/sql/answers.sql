SELECT outcome, ref, save_id, sealed, flagged, struck, seen FROM candidate_api.answers($1, $2)
