-- What a decision grants beyond what the ledgers say is added to every session of the registration that is not over. Nothing is
-- ever taken away. Returns how many sessions got time.
CREATE OR REPLACE FUNCTION work.apply_accommodation(in_association uuid, in_registration uuid, in_author uuid, in_at timestamptz)
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  lacking record;
  given int := 0;
BEGIN
  FOR lacking IN
    SELECT s.id, o.kind, o.minutes * 60 - coalesce((SELECT sum(e.seconds) FROM work.entitlement e
                                                    WHERE e.association_id = s.association_id AND e.session_id = s.id
                                                      AND e.kind = o.kind), 0)::int AS seconds
    FROM work.attempt t
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    CROSS JOIN LATERAL work.owed(t.association_id, t.registration_id, s.part) o
    WHERE t.association_id = in_association AND t.registration_id = in_registration AND s.state <> 'closed'
      AND o.kind IN ('esl', 'other')
    ORDER BY s.id -- as every act on several clocks locks them
  LOOP
    IF lacking.seconds > 0 THEN
      given := given + (work.extend(in_association, lacking.id, lacking.kind, lacking.seconds, 'accommodation', in_author, in_at)
                        = 'done')::int;
    END IF;
  END LOOP;
  RETURN given;
END;
$$;
