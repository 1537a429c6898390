-- Whether a decision would take away what was granted for a part that has been opened: fewer minutes, a narrower window, or a
-- refusal. Time only grows (design: Time), so such a decision is not taken. in_new: the row as it would be.
CREATE OR REPLACE FUNCTION coordination_api.grants_less(in_old work.accommodation, in_new work.accommodation) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT in_old.state = 'granted' AND EXISTS (
    SELECT FROM work.attempt t
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    WHERE t.association_id = in_old.association_id AND t.registration_id = in_old.registration_id
      AND CASE WHEN in_old.kind IN ('esl', 'time', 'breaks')
               THEN CASE s.part WHEN 1 THEN in_new.part1_minutes < in_old.part1_minutes
                                ELSE in_new.part2_minutes < in_old.part2_minutes END
               ELSE in_new.state <> 'granted' OR in_new.opens_at > in_old.opens_at OR in_new.closes_at < in_old.closes_at END);
$$;
