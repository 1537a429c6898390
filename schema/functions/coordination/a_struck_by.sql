-- The sessions of an administration that an outage struck, and how many whole seconds each lost by it.
CREATE OR REPLACE FUNCTION coordination_api.struck_by(in_association uuid, in_administration uuid, in_began timestamptz, in_ended timestamptz)
RETURNS TABLE (session uuid, part smallint, attempt uuid, seconds int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.id, s.part, t.id, l.seconds
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  CROSS JOIN LATERAL (SELECT work.lost_s(s.association_id, s.id, in_began, in_ended) AS seconds) l
  WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL
    AND s.started_at < in_ended AND least(s.deadline, s.handed_in_at) > in_began AND l.seconds > 0;
$$;
