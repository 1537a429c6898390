-- What a seal of the candidate's session of a part is made over: each save that has a receipt, in order of (epoch, sequence), and
-- nothing else, for it is read while somebody hands in. None: one row whose ref is NULL. moment: the instant of the request.
-- outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.leaves(in_token_hash bytea, in_part int, in_at timestamptz)
RETURNS TABLE (outcome text, session_id uuid, moment timestamptz, ref text, epoch int, sequence bigint, digest bytea,
               arrived_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.outcome, o.session_id, service.arrival(in_at), v.ref, v.epoch, v.sequence, v.digest, v.arrived_at
  FROM candidate_api.session_of(in_token_hash, in_part) o
  LEFT JOIN work.save v ON v.association_id = o.association_id AND v.session_id = o.session_id AND v.digest IS NOT NULL
  ORDER BY v.epoch, v.sequence;
$$;
