SELECT outcome, association_name, title, zone, ref, epoch, sequence, digest, arrived_at, at_text, late, let_in, counts, together, saves,
  proved, late_ones
FROM candidate_api.receipts($1, $2, $3, $4)
