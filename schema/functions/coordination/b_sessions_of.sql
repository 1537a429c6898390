-- Every session of an administration that the board shows, and which acts fit it. last: no later part was opened after it. rests: the
-- candidate is on a break of their own.
CREATE OR REPLACE FUNCTION coordination_api.sessions_of(in_association uuid, in_administration uuid)
RETURNS TABLE (session uuid, part smallint, taken_in boolean, last boolean, rests boolean, acts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS MATERIALIZED (
    SELECT p.part, coordination_api.taken_in(in_association, in_administration, p.part) AS taken_in FROM unnest('{1,2}'::int[]) p (part))
  SELECT s.id, s.part, g.taken_in,
         NOT EXISTS (SELECT FROM work.session later WHERE later.association_id = s.association_id
                     AND later.attempt_id = s.attempt_id AND later.part > s.part),
         coalesce(s.paused_by = 'candidate', false),
         coordination_api.fitting_acts(s.state, s.paused_by, g.taken_in)
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  JOIN gone g ON g.part = s.part
  WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL;
$$;
