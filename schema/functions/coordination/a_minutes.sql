-- The time of a registration by part, [{"part", "entries"}]: the ledgers of its sessions, and what those to come will begin with.
-- The desk writes the one line from it (core/session_time).
CREATE OR REPLACE FUNCTION coordination_api.minutes(in_association uuid, in_registration uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_agg(jsonb_build_object('part', p.part, 'entries', work.ledger(r.association_id, r.id, p.part, s.id)) ORDER BY p.part)
  FROM work.registration r
  CROSS JOIN LATERAL unnest(r.parts) p (part)
  LEFT JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  LEFT JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = p.part
  WHERE r.association_id = in_association AND r.id = in_registration;
$$;
