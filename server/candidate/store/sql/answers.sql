SELECT outcome, ref, save_id, epoch, sequence, sealed, flagged, struck, seen FROM candidate_api.answers($1, $2, $3)
