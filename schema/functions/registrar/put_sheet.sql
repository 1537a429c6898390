-- A session's answers as one sheet; never changed, a later version stands beside it. outcome: stored | present.
CREATE OR REPLACE FUNCTION registrar_api.put_sheet(in_association uuid, in_session uuid, in_version int, in_saves bigint,
                                                   in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO work.sheet (association_id, session_id, version, saves, sealed, made_at, administration_id, part, form_id)
  SELECT s.association_id, s.id, in_version, in_saves, in_sealed, service.now_utc(), r.administration_id, s.part, s.form_id
  FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  WHERE s.association_id = in_association AND s.id = in_session
  ON CONFLICT DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'present' END;
  IF FOUND THEN
    PERFORM audit.append(in_association, 'registrar', NULL, 'session.folded', in_session,
                         jsonb_build_object('version', in_version, 'saves', in_saves));
  END IF;
END;
$$;
