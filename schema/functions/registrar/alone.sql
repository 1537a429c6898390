-- Only one registrar works at a time: the first connection that asks holds a lock until it ends. outcome: alone | another.
CREATE OR REPLACE FUNCTION registrar_api.alone(OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.classid = 20260 AND l.objid = 5 AND l.pid = pg_backend_pid() AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
  outcome := CASE WHEN FOUND OR pg_try_advisory_lock(20260, 5) THEN 'alone' ELSE 'another' END;
END;
$$;
