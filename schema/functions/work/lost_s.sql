-- Whole seconds that a session lost to an outage: as much of it as lay between its start and its end, without the time for
-- which its clock stood anyway (the ledger gave that back), rounded up. 0: it was not in session then.
CREATE OR REPLACE FUNCTION work.lost_s(in_association uuid, in_session uuid, in_began timestamptz, in_ended timestamptz) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  s work.session;
  begins timestamptz;
  ends timestamptz;
  stood numeric;
BEGIN
  SELECT x.* INTO STRICT s FROM work.session x WHERE x.association_id = in_association AND x.id = in_session;
  begins := greatest(in_began, s.started_at);
  ends := least(in_ended, s.deadline, s.handed_in_at);
  IF s.started_at IS NULL OR ends <= begins THEN
    RETURN 0;
  END IF;
  SELECT coalesce(sum(extract(epoch FROM least(p.till, ends) - greatest(p.since, begins))), 0) INTO stood
  FROM (SELECT e.at - make_interval(secs => e.seconds) AS since, e.at AS till FROM work.entitlement e
        WHERE e.association_id = in_association AND e.session_id = in_session AND e.kind = 'pause'
        UNION ALL
        SELECT s.paused_at, 'infinity' WHERE s.paused_at IS NOT NULL) p
  WHERE p.since < ends AND p.till > begins;
  RETURN greatest(0, ceil(extract(epoch FROM ends - begins) - stood));
END;
$$;
