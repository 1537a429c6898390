-- How reviewers agreed: of one administration, or with NULL of all that are released, pooled. Before a release there is nothing here
-- to be shown. people: who has reviewed for the association. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.agreement(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
  releases uuid[];
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 17);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF in_administration IS NOT NULL AND adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  -- A correction counts in the place of what it corrects.
  releases := ARRAY(SELECT DISTINCT ON (r.administration_id) r.id FROM result.release r
                    WHERE r.association_id = who.association AND r.state = 'released'
                      AND (in_administration IS NULL OR r.administration_id = in_administration)
                    ORDER BY r.administration_id, r.number DESC);
  doc := jsonb_strip_nulls(jsonb_build_object('id', adm.id, 'title', adm.title,
    'window', coordination_api.window_of(adm.opens_at, adm.closes_at, who.zone)))
    || jsonb_build_object('pooled', in_administration IS NULL,
    'administrations', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'title', a.title,
        'window', coordination_api.window_of(a.opens_at, a.closes_at, who.zone),
        'released_at', coordination_api.show_time(r.released_at, who.zone)) ORDER BY r.released_at), '[]')
      FROM result.release r JOIN work.administration a ON a.association_id = r.association_id AND a.id = r.administration_id
      WHERE r.association_id = who.association AND r.id = ANY (releases)),
    'documents', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'sealed', encode(g.sealed, 'hex')) ORDER BY g.id), '[]')
      FROM result.agreement g WHERE g.association_id = who.association AND g.release_id = ANY (releases)),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('account', s.id, 'sealed', encode(s.sealed, 'hex'))), '[]')
      FROM staff.appointment p JOIN staff.account s ON s.id = p.account_id
      WHERE p.association_id = who.association AND (p.rights | p.held_before) & 4 <> 0 AND cardinality(releases) > 0));
END;
$$;
