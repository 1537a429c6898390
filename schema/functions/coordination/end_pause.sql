-- A coordinator decides about a reviewer who pauses: goes_on, or practice (one more practice packet for each category they pause in,
-- before anything else opens). The registrar opens what may be opened. outcome: ok | not_allowed | not_found (they do not pause) |
-- not_ready (practice, and the bank has no other).
CREATE OR REPLACE FUNCTION coordination_api.end_pause(in_token bytea, in_administration uuid, in_account uuid, in_how text, in_reason text,
                                                      OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 5));
  IF NOT EXISTS (SELECT FROM review.pause e WHERE e.association_id = who.association AND e.administration_id = in_administration
                 AND e.reviewer_id = in_account AND e.ended IS NULL) THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := CASE WHEN in_how = 'practice' AND NOT coordination_api.calibration_spare(who.association, in_administration, in_account)
                  THEN 'not_ready' ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  -- One more for each category, however many reviews of it were too far off.
  UPDATE review.pause e
  SET ended = CASE WHEN in_how = 'practice' AND e.id = (
                     SELECT o.id FROM review.pause o WHERE o.association_id = e.association_id AND o.administration_id = e.administration_id
                       AND o.reviewer_id = e.reviewer_id AND o.category = e.category AND o.ended IS NULL
                     ORDER BY o.paused_at, o.id LIMIT 1) THEN 'practice' ELSE 'goes_on' END,
      reason = in_reason, ended_by = who.account, ended_at = service.now_utc()
  WHERE e.association_id = who.association AND e.administration_id = in_administration AND e.reviewer_id = in_account AND e.ended IS NULL;
  PERFORM audit.append(who.association, 'staff', who.account,
                       CASE in_how WHEN 'practice' THEN 'reviewer.practises_again' ELSE 'reviewer.goes_on' END, in_administration,
                       jsonb_build_object('reviewer', in_account, 'reason', in_reason));
END;
$$;
