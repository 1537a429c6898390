SELECT outcome, association_name, zone, title, category, track, opens_text, closes_text, accepted_text, published, part, phase,
       entries, deadline, paused_at, deadline_text, ended_text, moment, now_text, device, epoch, coalesce(session_id::text, '') AS session_text
FROM candidate_api.overview($1, $2)
