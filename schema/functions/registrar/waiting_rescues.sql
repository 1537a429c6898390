-- Emergency files that nobody has opened yet, the oldest first. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.waiting_rescues(in_most int)
RETURNS TABLE (outcome text, association_id uuid, rescue_id uuid, session_id uuid, public_key bytea, nonce bytea, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', x.association_id, x.id, x.session_id, x.public_key, x.nonce, x.sealed
  FROM work.rescue x WHERE x.state = 'waiting' ORDER BY x.uploaded_at, x.id LIMIT in_most;
$$;
