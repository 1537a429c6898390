-- The release page: what still stands in the way; once prepared, every letter without a name, under a random id, in its order.
-- outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.release(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  batch result.release;
  progress jsonb;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  progress := coordination_api.progress(who.association, in_administration);
  SELECT * INTO batch FROM result.release r
  WHERE r.association_id = who.association AND r.administration_id = in_administration AND r.state <> 'dropped'
  ORDER BY r.number DESC LIMIT 1;
  doc := jsonb_build_object('id', adm.id, 'title', adm.title,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone),
    'is', jsonb_build_object(coalesce(batch.state, 'unprepared'), true),
    'blockers', CASE WHEN batch.state = 'confirmed' THEN '[]' ELSE coordination_api.blockers(progress, 'preview') END,
    'duty', (SELECT d.duty || jsonb_build_object('is', jsonb_build_object(d.duty->>'state', true),
                                                 'why', coordination_api.note_words(d.duty->>'note'))
             FROM (SELECT progress->'duties'->(CASE WHEN batch.state = 'confirmed' THEN 'release' ELSE 'preview' END)) d (duty)
             WHERE d.duty IS NOT NULL),
    'may_prepare', who.rights & 1 <> 0,
    'release', CASE WHEN batch.id IS NOT NULL THEN jsonb_build_object(
      'number', batch.number, 'digest', encode(batch.digest, 'hex'), 'letters', batch.letters,
      'mine', batch.prepared_by = who.account,
      'prepared_at', coordination_api.show_time(batch.prepared_at, who.zone),
      'confirmed_at', coordination_api.show_time(batch.confirmed_at, who.zone),
      'released_at', coordination_api.show_time(batch.released_at, who.zone)) END,
    'letters', CASE WHEN batch.state IN ('prepared', 'confirmed') THEN (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'sealed', encode(p.sealed, 'hex')) ORDER BY p.id), '[]')
      FROM result.preview p WHERE p.association_id = who.association AND p.release_id = batch.id) ELSE '[]' END);
  IF batch.state IN ('prepared', 'confirmed') THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'release.viewed', batch.id, '{}');
  END IF;
END;
$$;
