-- The act of publication: all letters of a confirmed batch, and how its reviewers agreed, or nothing. From here on no review behind
-- them is revised; a lock at this moment waits, and one that came first makes the batch another than it was.
-- outcome: released | already | not_confirmed | changed.
CREATE OR REPLACE FUNCTION registrar_api.publish(in_association uuid, in_release uuid, in_registration uuid[], in_sealed bytea[],
                                                 in_agreement uuid[], in_agreement_sealed bytea[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  batch record;
BEGIN
  SELECT x.state, x.number, x.letters, x.digest, x.administration_id INTO batch FROM result.release x
  WHERE x.association_id = in_association AND x.id = in_release FOR UPDATE;
  outcome := CASE batch.state WHEN 'confirmed' THEN 'released' WHEN 'released' THEN 'already' ELSE 'not_confirmed' END;
  IF outcome <> 'released' THEN
    RETURN;
  END IF;
  IF batch.letters <> cardinality(in_registration) OR batch.letters <> cardinality(in_sealed) THEN
    RAISE EXCEPTION 'the batch has % letters, not %', batch.letters, cardinality(in_registration);
  END IF;
  PERFORM 1 FROM review.allocation l
  JOIN review.packet k ON k.association_id = l.association_id AND k.id = l.packet_id
  WHERE l.association_id = in_association AND k.administration_id = batch.administration_id ORDER BY l.id FOR UPDATE OF l;
  IF EXISTS (SELECT FROM review.packet k WHERE k.association_id = in_association AND k.administration_id = batch.administration_id
             AND k.purpose = 'live' AND registrar_api.outdated(in_association, k.id))
     OR EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = in_association) THEN
    outcome := 'changed';
    RETURN;
  END IF;
  -- Nobody renews what is held once it is released.
  UPDATE review.allocation l SET released = true, held = '' FROM review.packet k
  WHERE k.association_id = l.association_id AND k.id = l.packet_id AND l.association_id = in_association
    AND k.administration_id = batch.administration_id AND (NOT l.released OR l.held <> '');
  -- Practice that nobody finished has served its time. An open control packet stays, as an open packet of a candidate's does that counts
  -- no more: did it vanish, its reviewer would know what it was.
  UPDATE review.allocation l SET state = 'ended' FROM review.packet k
  WHERE k.association_id = l.association_id AND k.id = l.packet_id AND l.association_id = in_association
    AND k.administration_id = batch.administration_id AND k.purpose = 'practice' AND l.state = 'open';
  INSERT INTO result.outcome (association_id, registration_id, release_id, sealed)
  SELECT in_association, n.id, in_release, n.sealed FROM unnest(in_registration, in_sealed) AS n (id, sealed);
  INSERT INTO result.agreement (association_id, release_id, id, sealed)
  SELECT in_association, in_release, n.id, n.sealed FROM unnest(in_agreement, in_agreement_sealed) AS n (id, sealed);
  UPDATE result.release x SET state = 'released', released_at = service.now_utc()
  WHERE x.association_id = in_association AND x.id = in_release;
  DELETE FROM result.preview p WHERE p.association_id = in_association AND p.release_id = in_release;
  PERFORM audit.append(in_association, 'registrar', NULL, 'release.published', in_release,
                       jsonb_build_object('number', batch.number, 'letters', batch.letters, 'digest', encode(batch.digest, 'hex')));
END;
$$;
