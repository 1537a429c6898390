-- The Part 1 sheets of one form that have no score yet, the newest of each closed session, in order of session: at most in_most of the
-- sessions after in_after and up to in_upto, so that two who score share the work and each goes on where its last batch ended. Read
-- from sheets alone, which say whose they are; never by nested loops, which the planner likes while scores are few when it looks and
-- which take minutes when they have become many. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.score_work(in_association uuid, in_administration uuid, in_form uuid, in_after uuid, in_upto uuid,
                                                    in_most int)
RETURNS TABLE (outcome text, session_id uuid, version int, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
  SELECT 'done', n.session_id, n.version, n.sealed
  FROM (SELECT DISTINCT ON (h.session_id) h.session_id, h.version, h.sealed FROM work.sheet h
        WHERE h.association_id = in_association AND h.administration_id = in_administration AND h.part = 1 AND h.form_id = in_form
          AND h.session_id > in_after AND h.session_id <= in_upto
        ORDER BY h.session_id, h.version DESC) n
  WHERE NOT EXISTS (SELECT FROM result.part1 p WHERE p.association_id = in_association AND p.session_id = n.session_id
                    AND p.sheet_version = n.version AND p.session_id > in_after AND p.session_id <= in_upto)
    AND NOT EXISTS (SELECT FROM work.session s WHERE s.association_id = in_association AND s.id = n.session_id AND s.closed_at IS NULL)
  ORDER BY n.session_id
  LIMIT in_most;
$$;
