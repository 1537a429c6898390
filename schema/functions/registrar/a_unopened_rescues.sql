-- Emergency files of these parts that came in and were not opened yet: what is in them may become late saves.
CREATE OR REPLACE FUNCTION registrar_api.unopened_rescues(in_association uuid, in_administration uuid, in_parts int[])
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*)
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  JOIN work.rescue x ON x.association_id = s.association_id AND x.session_id = s.id
  WHERE r.association_id = in_association AND r.administration_id = in_administration AND s.part = ANY (in_parts) AND x.state = 'waiting';
$$;
