-- The outages that wait for a word, each with whom it struck and what they lost. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.outages(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
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
  outcome := 'ok';
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'outages', coalesce(jsonb_agg(x.one || jsonb_build_object(
    'people', (SELECT jsonb_agg(jsonb_build_object('part', s.part, 'person', p.id, 'sealed', encode(p.sealed, 'hex'),
                 'lost', coordination_api.span(k.seconds),
                 'is', jsonb_build_object(CASE WHEN s.handed_in_at IS NOT NULL THEN 'handed_in' WHEN s.state = 'closed' THEN 'closed'
                                               ELSE 'running' END, true)))
               FROM service.outage o
               CROSS JOIN LATERAL coordination_api.struck_by(who.association, adm.id, o.began_at, o.ended_at) k
               JOIN work.session s ON s.association_id = who.association AND s.id = k.session
               JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
               JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
               JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
               WHERE o.id = (x.one->>'outage')::uuid)) ORDER BY x.place), '[]'))
  INTO doc
  FROM jsonb_array_elements(coordination_api.outages_open(who.association, adm.id, who.zone)) WITH ORDINALITY x (one, place);
END;
$$;
