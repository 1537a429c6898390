-- The Part 1 forms of an administration that have sheets without a score, the newest of each closed session, and how many; percent is
-- what passes. Never by nested loops: see score_work. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.score_forms(in_association uuid, in_administration uuid)
RETURNS TABLE (outcome text, form_id uuid, percent int, sheets int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
  SELECT 'done', n.form_id,
         (SELECT d.part1_pass_percent FROM work.administration d WHERE d.association_id = in_association AND d.id = in_administration),
         count(*)::int
  FROM (SELECT DISTINCT ON (h.form_id, h.session_id) h.form_id, h.session_id, h.version FROM work.sheet h
        WHERE h.association_id = in_association AND h.administration_id = in_administration AND h.part = 1
        ORDER BY h.form_id, h.session_id, h.version DESC) n
  WHERE NOT EXISTS (SELECT FROM result.part1 p WHERE p.association_id = in_association AND p.session_id = n.session_id
                    AND p.sheet_version = n.version)
    AND NOT EXISTS (SELECT FROM work.session s WHERE s.association_id = in_association AND s.id = n.session_id AND s.closed_at IS NULL)
  GROUP BY n.form_id
  ORDER BY n.form_id;
$$;
