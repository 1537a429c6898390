-- Stores the hashes of new slip codes and gives back who they are for: everybody without a slip (in_registration NULL; at
-- most as many as hashes came) or one registration, whose old code is worthless from now on, as are the logins that were made
-- with it. doc.slips[].place says which code (from 0) is whose. outcome: ok | not_allowed | not_found | closed.
CREATE OR REPLACE FUNCTION coordination_api.issue_slips(
  in_token bytea, in_administration uuid, in_registration uuid, in_hashes bytea[], OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  moment timestamptz := service.now_utc();
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT a.* INTO adm FROM work.administration a
  WHERE a.association_id = who.association
    AND a.id = coalesce(in_administration, (SELECT r.administration_id FROM work.registration r
                                            WHERE r.association_id = who.association AND r.id = in_registration AND r.withdrawn_at IS NULL));
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  IF in_administration IS NOT NULL AND adm.closes_at <= moment THEN
    outcome := 'closed';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(adm.id::text, 3));
  WITH wanted AS (
    SELECT r.id, row_number() OVER (ORDER BY r.id) AS place FROM work.registration r
    WHERE r.association_id = who.association AND r.administration_id = adm.id AND r.withdrawn_at IS NULL
      AND CASE WHEN in_registration IS NULL THEN r.slip_hash IS NULL ELSE r.id = in_registration END),
  made AS (
    UPDATE work.registration r SET slip_hash = in_hashes[w.place], slip_number = r.slip_number + 1, slip_at = moment
    FROM wanted w WHERE r.association_id = who.association AND r.id = w.id AND w.place <= cardinality(in_hashes)
    RETURNING r.id, r.person_id, r.category, r.track, r.slip_number, w.place - 1 AS place)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'association', (SELECT a.name FROM staff.association a WHERE a.id = who.association),
    'slips', coalesce(jsonb_agg(jsonb_build_object(
      'place', m.place, 'person', p.id, 'sealed', encode(p.sealed, 'hex'), 'number', m.slip_number,
      'is', jsonb_build_object(m.category, true, m.track, true),
      'minutes', coordination_api.minutes(who.association, m.id))), '[]'))
  INTO doc FROM made m JOIN identity.person p ON p.association_id = who.association AND p.id = m.person_id;
  IF in_registration IS NOT NULL THEN
    UPDATE work.login l SET ended_at = moment
    WHERE l.association_id = who.association AND l.registration_id = in_registration AND l.ended_at IS NULL;
    PERFORM audit.append(who.association, 'staff', who.account, 'slip.replaced', in_registration, '{}');
  ELSIF jsonb_array_length(doc->'slips') > 0 THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'slips.printed', adm.id,
                         jsonb_build_object('slips', jsonb_array_length(doc->'slips')));
  END IF;
  outcome := 'ok';
END;
$$;
