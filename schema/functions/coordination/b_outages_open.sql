-- The outages of the candidates' desk that struck somebody of an administration and that nobody has answered, oldest first:
-- [{"outage", "when", "length", "struck": how many people}].
CREATE OR REPLACE FUNCTION coordination_api.outages_open(in_association uuid, in_administration uuid, in_zone text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('outage', o.id, 'when', coordination_api.outage_times(o.began_at, o.ended_at, in_zone),
           'length', coordination_api.span(ceil(extract(epoch FROM o.ended_at - o.began_at))::bigint), 'struck', n.struck)
           ORDER BY o.began_at), '[]')
  FROM service.outage o
  CROSS JOIN LATERAL (SELECT count(DISTINCT k.attempt) AS struck FROM coordination_api.struck_by(in_association, in_administration, o.began_at, o.ended_at) k) n
  WHERE n.struck > 0
    AND o.ended_at > (SELECT min(s.started_at) FROM work.registration r
                      JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
                      JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                      WHERE r.association_id = in_association AND r.administration_id = in_administration)
    AND NOT EXISTS (SELECT FROM work.outage_answer a WHERE a.association_id = in_association
                    AND a.administration_id = in_administration AND a.outage_id = o.id);
$$;
