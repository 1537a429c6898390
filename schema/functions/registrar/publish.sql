-- The act of publication: all letters of a confirmed batch, and how its reviewers agreed, or nothing. outcome: released | already | not_confirmed.
CREATE OR REPLACE FUNCTION registrar_api.publish(in_association uuid, in_release uuid, in_registration uuid[], in_sealed bytea[],
                                                 in_agreement uuid[], in_agreement_sealed bytea[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  batch record;
BEGIN
  SELECT x.state, x.number, x.letters, x.digest INTO batch FROM result.release x
  WHERE x.association_id = in_association AND x.id = in_release FOR UPDATE;
  outcome := CASE batch.state WHEN 'confirmed' THEN 'released' WHEN 'released' THEN 'already' ELSE 'not_confirmed' END;
  IF outcome <> 'released' THEN
    RETURN;
  END IF;
  IF batch.letters <> cardinality(in_registration) OR batch.letters <> cardinality(in_sealed) THEN
    RAISE EXCEPTION 'the batch has % letters, not %', batch.letters, cardinality(in_registration);
  END IF;
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
