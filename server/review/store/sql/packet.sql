SELECT outcome, association, allocation, packet, category, pages, criteria, top_level, state, version, packet_version, packet_sealed,
       draft, review_sealed, keep, revision, commitment, closed, seconds, practice, looked, held, comparison
FROM review_api.packet($1, $2)
