-- What a seal of the candidate's session of a part is made over: the next in_most saves that have a receipt, in order of (epoch, sequence),
-- and nothing else, for it is read while somebody hands in. None after this place: one row whose ref is NULL. moment: the instant of the
-- request. What is stored between two readings is found by candidate_api.seal, which counts.
-- outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.leaves(
  in_token_hash bytea, in_part int, in_at timestamptz, in_epoch int, in_sequence bigint, in_most int)
RETURNS TABLE (outcome text, session_id uuid, moment timestamptz, ref text, epoch int, sequence bigint, digest bytea,
               arrived_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.outcome, o.session_id, service.arrival(in_at), n.ref, n.epoch, n.sequence, n.digest, n.arrived_at
  FROM candidate_api.session_of(in_token_hash, in_part) o
  LEFT JOIN LATERAL (
    SELECT v.ref, v.epoch, v.sequence, v.digest, v.arrived_at FROM work.save v
    WHERE v.association_id = o.association_id AND v.session_id = o.session_id
      AND (v.epoch, v.sequence) > (in_epoch, in_sequence) AND v.digest IS NOT NULL
    ORDER BY v.epoch, v.sequence LIMIT in_most) n ON true
  ORDER BY n.epoch, n.sequence;
$$;
