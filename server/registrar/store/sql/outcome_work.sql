SELECT outcome, registration_id, category, track, due1, due2, sat1, date1, session1, version1, sealed1, sat2, date2, packet2,
       number2, sealed2, feedback_id, feedback_version, feedback, link_version, link, whole_exam, always_remarks, request_by_weeks,
       published_number, published
  FROM registrar_api.outcome_work($1, $2)
