SELECT outcome, association_name, zone, title, part1_entries, part2_entries, may_file, request_by_text, late_now, id, kind, state,
       filed_by, received_text, late, part1_minutes, part2_minutes, opens_text, closes_text, request, version, decision, decided_text
FROM candidate_api.accommodations($1)
