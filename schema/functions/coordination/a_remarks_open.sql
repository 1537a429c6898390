-- Are remarks of one of its administrations put together, and its results not published?
CREATE OR REPLACE FUNCTION coordination_api.remarks_open(in_association uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM result.feedback f WHERE f.association_id = in_association
      AND NOT EXISTS (SELECT FROM result.release r WHERE r.association_id = f.association_id
                      AND r.administration_id = f.administration_id AND r.state = 'released'));
$$;
