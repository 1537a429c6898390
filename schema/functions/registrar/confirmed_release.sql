-- The newest batch of an administration, if it is ready for publication. outcome: confirmed | released (it is published
-- already) | none (nothing is confirmed).
CREATE OR REPLACE FUNCTION registrar_api.confirmed_release(in_association uuid, in_administration uuid, OUT outcome text,
                                                           OUT release_id uuid, OUT number int, OUT digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  found_state text;
BEGIN
  SELECT x.id, x.number, x.digest, x.state INTO release_id, confirmed_release.number, confirmed_release.digest, found_state
  FROM result.release x
  WHERE x.association_id = in_association AND x.administration_id = in_administration AND x.state <> 'dropped'
  ORDER BY x.number DESC LIMIT 1;
  outcome := CASE WHEN found_state IN ('confirmed', 'released') THEN found_state ELSE 'none' END;
END;
$$;
