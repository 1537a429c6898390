-- The score of one sheet, written once. outcome: stored | present.
CREATE OR REPLACE FUNCTION registrar_api.put_part1(in_association uuid, in_session uuid, in_version int, in_sealed bytea,
                                                   in_key_digest bytea, in_rule text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO result.part1 (association_id, session_id, sheet_version, sealed, key_digest, rule, scored_at)
  VALUES (in_association, in_session, in_version, in_sealed, in_key_digest, in_rule, service.now_utc()) ON CONFLICT DO NOTHING;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'present' END;
  IF FOUND THEN
    PERFORM audit.append(in_association, 'registrar', NULL, 'part1.scored', in_session,
                         jsonb_build_object('sheet', in_version, 'rule', in_rule, 'keys', encode(in_key_digest, 'hex')));
  END IF;
END;
$$;
