-- An instant as people of the association read it.
CREATE OR REPLACE FUNCTION coordination_api.show_time(in_at timestamptz, in_zone text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_char(in_at AT TIME ZONE in_zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM');
$$;
