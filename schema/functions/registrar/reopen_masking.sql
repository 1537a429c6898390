-- A packet that was given back: its response goes to the maskers again with the reason (sealed as version in_version + 1), and its
-- reviewer is barred. What others have, open or locked, stays. in_intake NULL: there is nothing to mask again.
-- outcome: reopened | done | stale (a masker saved meanwhile: read it again).
CREATE OR REPLACE FUNCTION registrar_api.reopen_masking(in_association uuid, in_give_back uuid, in_intake uuid, in_version int,
                                                        in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  back record;
BEGIN
  SELECT g.packet_id, l.reviewer_id, k.administration_id INTO back FROM review.give_back g
  JOIN review.allocation l ON l.association_id = g.association_id AND l.id = g.allocation_id
  JOIN review.packet k ON k.association_id = g.association_id AND k.id = g.packet_id
  WHERE g.association_id = in_association AND g.id = in_give_back;
  PERFORM pg_advisory_xact_lock(hashtextextended(back.administration_id::text, 5));
  outcome := 'done';
  IF in_intake IS NOT NULL THEN
    UPDATE intake.response i
    SET state = 'proposed', version = in_version + 1, sealed = in_sealed, returns = i.returns + 1, decided_by = NULL, decided_at = NULL
    WHERE i.association_id = in_association AND i.id = in_intake AND i.version = in_version;
    IF NOT FOUND THEN
      outcome := 'stale';
      RETURN;
    END IF;
    outcome := 'reopened';
    UPDATE review.packet k
    SET barred = k.barred || back.reviewer_id,
        state = CASE WHEN k.state = 'in_review' AND NOT EXISTS (
                       SELECT FROM review.allocation l WHERE l.association_id = in_association AND l.packet_id = k.id AND l.state <> 'ended')
                     THEN 'waiting' ELSE k.state END
    WHERE k.association_id = in_association AND k.id = back.packet_id;
    PERFORM audit.append(in_association, 'registrar', NULL, 'masking.reopened', in_intake, '{}');
  END IF;
  UPDATE review.give_back g SET state = CASE outcome WHEN 'reopened' THEN 'masking' ELSE 'done' END
  WHERE g.association_id = in_association AND g.id = in_give_back;
  UPDATE review.packet k SET remasking = false
  WHERE k.association_id = in_association AND k.id = back.packet_id
    AND NOT EXISTS (SELECT FROM review.give_back g WHERE g.association_id = in_association AND g.packet_id = k.id AND g.state <> 'done');
END;
$$;
