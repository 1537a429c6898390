-- What a decision grants beyond what the ledgers say is added to every session of the registration that is not over. Nothing is
-- ever taken away. The caller holds the registration. Returns how many sessions got time.
CREATE OR REPLACE FUNCTION work.apply_accommodation(in_association uuid, in_registration uuid, in_author uuid, in_at timestamptz)
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  sat record;
  given int := 0;
BEGIN
  FOR sat IN
    SELECT s.id FROM work.attempt t
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    WHERE t.association_id = in_association AND t.registration_id = in_registration
    ORDER BY s.id -- as every act on several clocks locks them
  LOOP
    given := given + work.catch_up(in_association, sat.id, in_author, in_at)::int;
  END LOOP;
  RETURN given;
END;
$$;
