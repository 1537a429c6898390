-- The scores of many sheets of one form, in order of session, each written once: what is there already is left as it is. One audit event
-- for what is new, with a digest that holds every one of these scores to its session (see result.part1.scored_at).
-- outcome: stored | present (all of them).
CREATE OR REPLACE FUNCTION registrar_api.put_part1(in_association uuid, in_administration uuid, in_sessions uuid[], in_versions int[],
                                                   in_sealed bytea[], in_key_digest bytea, in_rule text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  moment timestamptz := service.now_utc();
  stored int := cardinality(in_sessions);
BEGIN
  -- Nearly always none is there: without looking before each row it takes a third less.
  BEGIN
    INSERT INTO result.part1 (association_id, session_id, sheet_version, sealed, key_digest, rule, scored_at)
    SELECT in_association, n.session_id, n.version, n.sealed, in_key_digest, in_rule, moment
    FROM unnest(in_sessions, in_versions, in_sealed) AS n (session_id, version, sealed);
  EXCEPTION WHEN unique_violation THEN
    INSERT INTO result.part1 (association_id, session_id, sheet_version, sealed, key_digest, rule, scored_at)
    SELECT in_association, n.session_id, n.version, n.sealed, in_key_digest, in_rule, moment
    FROM unnest(in_sessions, in_versions, in_sealed) AS n (session_id, version, sealed)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS stored = ROW_COUNT;
  END;
  outcome := CASE WHEN stored > 0 THEN 'stored' ELSE 'present' END;
  IF stored = 0 THEN
    RETURN;
  END IF;
  IF stored < cardinality(in_sessions) THEN
    SELECT array_agg(p.session_id ORDER BY p.session_id), array_agg(p.sheet_version ORDER BY p.session_id),
           array_agg(p.sealed ORDER BY p.session_id)
    INTO in_sessions, in_versions, in_sealed
    FROM result.part1 p
    WHERE p.association_id = in_association AND p.session_id = ANY (in_sessions) AND p.scored_at = moment;
  END IF;
  PERFORM audit.append(in_association, 'registrar', NULL, 'part1.scored', in_administration,
                       jsonb_build_object('sheets', stored, 'rule', in_rule, 'keys', encode(in_key_digest, 'hex'),
                                          'scored_at', extract(epoch FROM moment), 'digest',
                                          encode(sha256(array_send(in_sessions) || array_send(in_versions) || array_send(in_sealed)), 'hex')));
END;
$$;
