-- How many answers of an emergency file went in late and wait for a coordinator's word. A helper: it looks at the saves, so that
-- who asks need not.
CREATE OR REPLACE FUNCTION work.rescue_waiting(in_association uuid, in_rescue uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)
  FROM work.rescue x
  JOIN work.save v ON v.association_id = x.association_id AND v.session_id = x.session_id AND v.save_id = ANY (x.added)
  WHERE x.association_id = in_association AND x.id = in_rescue AND v.late
    AND NOT EXISTS (SELECT FROM work.late_decision d
                    WHERE d.association_id = v.association_id AND d.session_id = v.session_id AND d.epoch = v.epoch
                      AND d.sequence = v.sequence);
$$;
