-- work.hold_registration for many, without waiting: gives the places (from 1) of those that are held now; one that somebody else holds is
-- left out, and so is the second of one registration.
CREATE OR REPLACE FUNCTION work.hold_registrations(in_associations uuid[], in_registrations uuid[]) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN QUERY
  WITH firsts AS MATERIALIZED (
    SELECT DISTINCT ON (i.registration) i.association, i.registration, i.place
    FROM unnest(in_associations, in_registrations) WITH ORDINALITY AS i (association, registration, place)
    ORDER BY i.registration, i.place
  )
  SELECT f.place FROM firsts f
  JOIN work.registration r ON r.association_id = f.association AND r.id = f.registration
  FOR NO KEY UPDATE OF r SKIP LOCKED;
END;
$$;
