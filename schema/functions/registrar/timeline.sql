-- The sessions of an association whose time is to be shown, of one administration or (NULL) of all, with whose they are and what
-- adds up: the ledger by kind and as a whole. outcome: done; one row "unknown" when there is no such association.
CREATE OR REPLACE FUNCTION registrar_api.timeline(in_code text, in_administration uuid)
RETURNS TABLE (outcome text, association_id uuid, session_id uuid, person_id uuid, sealed bytea, title text, zone text, part int,
               state text, entitled_s int, ledger_s bigint, ledger text, started_at timestamptz, deadline timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', s.association_id, s.id, p.id, p.sealed, d.title, a.zone, s.part::int,
         CASE WHEN s.paused_at IS NOT NULL THEN 'paused' ELSE s.state END, s.entitled_s,
         (SELECT sum(e.seconds) FROM work.entitlement e WHERE e.association_id = s.association_id AND e.session_id = s.id),
         work.ledger(r.association_id, r.id, s.part, s.id), s.started_at, s.deadline
  FROM staff.association a
  JOIN work.administration d ON d.association_id = a.id AND (in_administration IS NULL OR d.id = in_administration)
  JOIN work.registration r ON r.association_id = d.association_id AND r.administration_id = d.id
  JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  WHERE a.code = in_code
  UNION ALL
  SELECT 'unknown', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  WHERE NOT EXISTS (SELECT FROM staff.association a WHERE a.code = in_code);
$$;
