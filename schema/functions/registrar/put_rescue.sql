-- The answers of an emergency file go into the history of its session, as late ones that arrived when the file was brought in. What
-- is stored under its save_id is left as it is; the registrar has seen (taken_ids) that it is the same. One whose sequence is another save's gets the next of its epoch, as a page would
-- give it. All or nothing. outcome: done (also when it had ended before) | again (an id was
-- taken by another answer meanwhile: nothing went in, look again) | malformed (a question that the form does not hold, or an
-- epoch that the candidate never had: nothing went in, and the file is refused).
CREATE OR REPLACE FUNCTION registrar_api.put_rescue(
  in_association uuid, in_rescue uuid, in_epoch int[], in_sequence bigint[], in_save_id uuid[], in_ref text[], in_sealed bytea[],
  in_digest bytea[], OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  file record;
  one record;
  added uuid[] := '{}';
BEGIN
  outcome := 'done';
  SELECT x.session_id, x.uploaded_at INTO file FROM work.rescue x
  WHERE x.association_id = in_association AND x.id = in_rescue AND x.state = 'waiting' FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- As candidate_api.save does: whoever writes into a history holds its session.
  PERFORM 1 FROM work.session s WHERE s.association_id = in_association AND s.id = file.session_id FOR NO KEY UPDATE;
  IF NOT registrar_api.rescue_fits(in_association, file.session_id, in_epoch, in_ref) THEN
    outcome := 'malformed';
    PERFORM registrar_api.end_rescue(in_association, in_rescue, 'malformed', 0, '{}');
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM registrar_api.taken_ids(in_association, file.session_id, in_save_id, in_ref, in_digest)) THEN
    outcome := 'again';
    RETURN;
  END IF;
  FOR one IN SELECT u.* FROM unnest(in_epoch, in_sequence, in_save_id, in_ref, in_sealed, in_digest)
               AS u (epoch, sequence, save_id, ref, sealed, digest) ORDER BY u.epoch, u.sequence LOOP
    CONTINUE WHEN EXISTS (SELECT FROM work.save v WHERE v.association_id = in_association AND v.session_id = file.session_id
                          AND v.save_id = one.save_id);
    INSERT INTO work.save (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest)
    SELECT in_association, file.session_id, one.epoch,
           CASE WHEN bool_or(v.sequence = one.sequence) THEN max(v.sequence) + 1 ELSE one.sequence END,
           one.save_id, one.ref, one.sealed, file.uploaded_at, true, one.digest
    FROM work.save v WHERE v.association_id = in_association AND v.session_id = file.session_id AND v.epoch = one.epoch;
    added := added || one.save_id;
  END LOOP;
  PERFORM registrar_api.end_rescue(in_association, in_rescue, '', cardinality(in_save_id), added);
END;
$$;
