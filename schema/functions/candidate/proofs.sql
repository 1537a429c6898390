-- The next in_most saves of the candidate's session of a part in order of (epoch, sequence), each with what its receipt is made of; those
-- from before receipts were given are left out. None after this place: one row whose ref is NULL.
-- batch_index, leaves, signature: of the batch it was written with (work.batch); NULL: it was written alone.
-- outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.proofs(in_token_hash bytea, in_part int, in_epoch int, in_sequence bigint, in_most int)
RETURNS TABLE (outcome text, session_id uuid, ref text, epoch int, sequence bigint, digest bytea, arrived_at timestamptz,
               batch_index int, leaves bytea, signature bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.outcome, o.session_id, n.ref, n.epoch, n.sequence, n.digest, n.arrived_at, n.batch_index::int, b.leaves, b.signature
  FROM candidate_api.session_of(in_token_hash, in_part) o
  LEFT JOIN LATERAL (
    SELECT v.ref, v.epoch, v.sequence, v.digest, v.arrived_at, v.batch_index, v.batch_id FROM work.save v
    WHERE v.association_id = o.association_id AND v.session_id = o.session_id
      AND (v.epoch, v.sequence) > (in_epoch, in_sequence) AND v.digest IS NOT NULL
    ORDER BY v.epoch, v.sequence LIMIT in_most) n ON true
  LEFT JOIN work.batch b ON b.id = n.batch_id
  ORDER BY n.epoch, n.sequence;
$$;
