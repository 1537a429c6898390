-- A number of seconds as people read it: "4 min 12 s".
CREATE OR REPLACE FUNCTION coordination_api.span(in_seconds bigint) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT concat_ws(' ', CASE WHEN in_seconds >= 60 THEN in_seconds / 60 || ' min' END,
                   CASE WHEN in_seconds < 60 OR in_seconds % 60 > 0 THEN in_seconds % 60 || ' s' END);
$$;
