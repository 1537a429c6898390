-- How far off a locked practice or control review was. in_commitment: of the review that was compared; another one is locked by now:
-- stale. in_sealed: the agreed levels for the reviewer, of a practice packet only, sealed for version in_revision; they are handed over
-- by this and nothing else. Outside the tolerance the reviewer pauses. outcome: compared | stale.
CREATE OR REPLACE FUNCTION registrar_api.put_comparison(in_association uuid, in_allocation uuid, in_revision int, in_commitment bytea,
                                                        in_points int, in_levels int, in_outside boolean, in_sealed bytea,
                                                        OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  g record;
  mine record;
BEGIN
  SELECT c.administration_id, c.reviewer_id, c.category, c.purpose INTO g FROM review.calibration c
  WHERE c.association_id = in_association AND c.allocation_id = in_allocation;
  PERFORM pg_advisory_xact_lock(hashtextextended(g.administration_id::text, 5));
  SELECT l.released INTO mine FROM review.allocation l
  WHERE l.association_id = in_association AND l.id = in_allocation AND l.state = 'locked' AND l.revision = in_revision
    AND l.commitment = in_commitment FOR UPDATE;
  outcome := CASE WHEN FOUND THEN 'compared' ELSE 'stale' END;
  IF outcome = 'stale' THEN
    RETURN;
  END IF;
  UPDATE review.calibration c SET revision = in_revision, points = in_points, levels = in_levels, outside = in_outside
  WHERE c.association_id = in_association AND c.allocation_id = in_allocation;
  IF g.purpose = 'practice' THEN
    INSERT INTO review.comparison (association_id, allocation_id, revision, sealed)
    VALUES (in_association, in_allocation, in_revision, in_sealed);
  END IF;
  -- Once results are published there is nothing left to hold back.
  IF in_outside AND NOT mine.released AND NOT EXISTS (SELECT FROM review.stop s WHERE s.association_id = in_association
                                AND s.administration_id = g.administration_id AND s.account_id = g.reviewer_id) THEN
    INSERT INTO review.pause (association_id, administration_id, reviewer_id, category, purpose, points, levels, paused_at)
    VALUES (in_association, g.administration_id, g.reviewer_id, g.category, g.purpose, in_points, in_levels, service.now_utc());
    PERFORM audit.append(in_association, 'registrar', NULL, 'reviewer.paused', g.administration_id,
                         jsonb_build_object('reviewer', g.reviewer_id, 'purpose', g.purpose, 'points', in_points, 'levels', in_levels));
  END IF;
END;
$$;
