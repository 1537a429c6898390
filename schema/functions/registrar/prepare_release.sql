-- A batch of so many letters that two people are to look at before it is published; in_preview and in_sealed are what they are shown
-- of it, letters or their parts. Preparing the same again changes nothing; a batch that was prepared before and differs is dropped.
-- outcome: prepared | same | confirmed (a batch is confirmed and waits to be published) | nothing_new (it was published).
CREATE OR REPLACE FUNCTION registrar_api.prepare_release(in_association uuid, in_administration uuid, in_release uuid, in_digest bytea,
                                                         in_by uuid, in_preview uuid[], in_sealed bytea[], in_letters int,
                                                         OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  newest record;
  highest int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(in_administration::text, 6));
  SELECT x.id, x.state, x.digest INTO newest FROM result.release x
  WHERE x.association_id = in_association AND x.administration_id = in_administration AND x.state <> 'dropped'
  ORDER BY x.number DESC LIMIT 1 FOR UPDATE;
  outcome := CASE WHEN newest.state = 'confirmed' THEN 'confirmed' WHEN newest.digest IS DISTINCT FROM in_digest THEN 'prepared'
                  WHEN newest.state = 'released' THEN 'nothing_new' ELSE 'same' END;
  IF outcome <> 'prepared' THEN
    RETURN;
  END IF;
  IF newest.state = 'prepared' THEN
    UPDATE result.release x SET state = 'dropped' WHERE x.association_id = in_association AND x.id = newest.id;
    DELETE FROM result.preview p WHERE p.association_id = in_association AND p.release_id = newest.id;
    PERFORM audit.append(in_association, 'registrar', NULL, 'release.dropped', newest.id, '{}');
  END IF;
  SELECT coalesce(max(x.number), 0) INTO highest FROM result.release x
  WHERE x.association_id = in_association AND x.administration_id = in_administration;
  INSERT INTO result.release (association_id, id, administration_id, number, state, digest, letters, prepared_by, prepared_at)
  VALUES (in_association, in_release, in_administration, highest + 1, 'prepared', in_digest, in_letters, in_by,
          service.now_utc());
  INSERT INTO result.preview (association_id, release_id, id, sealed)
  SELECT in_association, in_release, n.id, n.sealed FROM unnest(in_preview, in_sealed) AS n (id, sealed);
  PERFORM audit.append(in_association, 'registrar', NULL, 'release.prepared', in_release,
                       jsonb_build_object('number', highest + 1, 'letters', in_letters,
                                          'digest', encode(in_digest, 'hex'), 'prepared_by', in_by));
END;
$$;
