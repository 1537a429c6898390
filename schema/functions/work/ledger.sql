-- The ledger of a part, added up by kind: "base:5400,esl:3600" in seconds (core/session_time reads it and writes the one line). Of
-- its session, or (in_session NULL) what it will begin with.
CREATE OR REPLACE FUNCTION work.ledger(in_association uuid, in_registration uuid, in_part int, in_session uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF in_session IS NULL THEN
    RETURN (SELECT string_agg(o.kind || ':' || o.minutes * 60, ',') FROM work.owed(in_association, in_registration, in_part) o);
  END IF;
  RETURN (SELECT string_agg(k.kind || ':' || k.seconds, ',' ORDER BY k.first)
          FROM (SELECT e.kind, sum(e.seconds) AS seconds, min(e.number) AS first FROM work.entitlement e
                WHERE e.association_id = in_association AND e.session_id = in_session GROUP BY e.kind) k);
END;
$$;
