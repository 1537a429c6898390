-- How many reviewers of an administration pause until a coordinator decides.
CREATE OR REPLACE FUNCTION coordination_api.reviewers_paused(in_association uuid, in_administration uuid) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(DISTINCT e.reviewer_id)::int FROM review.pause e
  WHERE e.association_id = in_association AND e.administration_id = in_administration AND e.ended IS NULL;
$$;
