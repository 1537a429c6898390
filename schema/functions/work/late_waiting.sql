-- How many answers of a session came late and wait for a coordinator's word. A helper: it looks at which saves there are, so
-- that who asks need not.
CREATE OR REPLACE FUNCTION work.late_waiting(in_association uuid, in_session uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*) FROM work.save v
  WHERE v.association_id = in_association AND v.session_id = in_session AND v.late
    AND NOT EXISTS (SELECT FROM work.late_decision d
                    WHERE d.association_id = v.association_id AND d.session_id = v.session_id AND d.epoch = v.epoch
                      AND d.sequence = v.sequence);
$$;
