SELECT outcome, association, category, part, responses, scored, code, page, packet, first_code, title_page, packet_version, packet_sealed
FROM review_api.vignettes($1)
