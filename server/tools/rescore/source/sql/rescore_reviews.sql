SELECT l.packet_id, l.id, l.seat, l.sealed, l.commitment, l.revision
FROM review.allocation l
WHERE l.packet_id = ANY ($1) AND l.state = 'locked' AND l.seat > 0
