-- Before an import, row by row (place counts from 1): is the e-mail on the roster already, is the person known from earlier,
-- is there a form for the track and category, would they meet content again; with the released outcomes of known people, so
-- that the desk can check the parts. Changes nothing. outcome: ok | not_allowed | not_found | closed.
CREATE OR REPLACE FUNCTION coordination_api.roster_check(
  in_token bytea, in_administration uuid, in_email_hashes bytea[], in_categories text[], in_tracks text[], in_parts text[],
  OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  IF adm.closes_at <= service.now_utc() THEN
    outcome := 'closed';
    RETURN;
  END IF;
  outcome := 'ok';
  SELECT jsonb_build_object('title', adm.title, 'id', adm.id, 'rows', coalesce(jsonb_agg(jsonb_build_object(
    'person', p.id,
    'listed', g.id IS NOT NULL,
    'formless', (SELECT count(*) < cardinality(string_to_array(x.parts, ','))
                 FROM work.administration_form f
                 WHERE f.association_id = who.association AND f.administration_id = in_administration AND f.track = x.track
                   AND f.category = x.category AND f.part = ANY (string_to_array(x.parts, ',')::smallint[])),
    'repeats', p.id IS NOT NULL AND coordination_api.repeats(who.association, p.id, in_administration, x.track, x.category,
                                                             string_to_array(x.parts, ',')::smallint[]),
    'outcomes', coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', o.registration_id, 'version', l.number, 'sealed', encode(o.sealed, 'hex')))
      FROM work.registration r
      JOIN result.outcome o ON o.association_id = r.association_id AND o.registration_id = r.id
      JOIN result.release l ON l.association_id = o.association_id AND l.id = o.release_id AND l.state = 'released'
      WHERE r.association_id = who.association AND r.person_id = p.id), '[]')) ORDER BY x.place), '[]'))
  INTO doc
  FROM unnest(in_email_hashes, in_categories, in_tracks, in_parts) WITH ORDINALITY x (email_hash, category, track, parts, place)
  LEFT JOIN identity.person p ON p.association_id = who.association AND p.email_hash = x.email_hash
  LEFT JOIN work.registration g ON g.association_id = who.association AND g.administration_id = in_administration AND g.person_id = p.id;
END;
$$;
