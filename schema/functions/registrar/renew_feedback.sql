-- A packet was decided anew. With another text (resealed as the next version) its remarks have to be read again; without one
-- (in_sealed NULL: nothing in them changed) what was approved stays so. outcome: renewed | stale (a coordinator changed it meanwhile).
CREATE OR REPLACE FUNCTION registrar_api.renew_feedback(in_association uuid, in_feedback uuid, in_version int, in_link_version int,
                                                        in_basis bytea, in_sealed bytea, in_link bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM result.feedback f
  WHERE f.association_id = in_association AND f.id = in_feedback AND f.version = in_version FOR UPDATE;
  outcome := CASE WHEN FOUND THEN 'renewed' ELSE 'stale' END;
  IF outcome = 'stale' THEN
    RETURN;
  END IF;
  UPDATE bridge.feedback_link l SET version = in_link_version + 1, basis = in_basis, sealed = in_link
  WHERE l.association_id = in_association AND l.feedback_id = in_feedback AND l.version = in_link_version;
  IF in_sealed IS NOT NULL THEN
    INSERT INTO result.feedback_text (association_id, feedback_id, version, sealed)
    VALUES (in_association, in_feedback, in_version + 1, in_sealed);
    UPDATE result.feedback f SET version = in_version + 1, state = 'proposed'
    WHERE f.association_id = in_association AND f.id = in_feedback;
    PERFORM audit.append(in_association, 'registrar', NULL, 'feedback.renewed', in_feedback,
                         jsonb_build_object('version', in_version + 1));
  END IF;
END;
$$;
