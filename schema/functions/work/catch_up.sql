-- Adds to a session what its accommodations grant beyond its ledger; to one that is closed nothing. The row is locked before the
-- grants are read, so that a decision and a re-opening at the same moment are one after the other, and the second sees the first.
-- true: it got time.
CREATE OR REPLACE FUNCTION work.catch_up(in_association uuid, in_session uuid, in_author uuid, in_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  lacking record;
  given boolean := false;
BEGIN
  PERFORM 1 FROM work.session s WHERE s.association_id = in_association AND s.id = in_session FOR NO KEY UPDATE;
  FOR lacking IN
    SELECT o.kind, o.minutes * 60 - coalesce((SELECT sum(e.seconds) FROM work.entitlement e
                                              WHERE e.association_id = s.association_id AND e.session_id = s.id
                                                AND e.kind = o.kind), 0)::int AS seconds
    FROM work.session s
    JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
    CROSS JOIN LATERAL work.owed(t.association_id, t.registration_id, s.part) o
    WHERE s.association_id = in_association AND s.id = in_session AND s.state <> 'closed' AND o.kind IN ('esl', 'other')
  LOOP
    IF lacking.seconds > 0 THEN
      given := work.extend(in_association, in_session, lacking.kind, lacking.seconds, 'accommodation', in_author, in_at) = 'done'
               OR given;
    END IF;
  END LOOP;
  RETURN given;
END;
$$;
