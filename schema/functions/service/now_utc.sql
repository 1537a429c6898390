-- The one clock of all SQL. A shift exists only in databases made for a demo or a test.
CREATE OR REPLACE FUNCTION service.now_utc() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT clock_timestamp() + coalesce((SELECT t.shift FROM service.time_shift t), interval '0');
$$;
