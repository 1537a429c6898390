-- The one clock of all SQL. A shift exists only in databases made for a demo or a test.
-- PL/pgSQL, because it keeps its plan: a function of plain SQL is parsed anew at every call.
CREATE OR REPLACE FUNCTION service.now_utc() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN clock_timestamp() + coalesce((SELECT t.shift FROM service.time_shift t), interval '0');
END;
$$;
