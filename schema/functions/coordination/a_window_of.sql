-- The window of an administration in one line; the second date is left out when both ends fall on one day.
CREATE OR REPLACE FUNCTION coordination_api.window_of(in_opens timestamptz, in_closes timestamptz, in_zone text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_char(in_opens AT TIME ZONE in_zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') || ' to ' ||
         CASE WHEN (in_opens AT TIME ZONE in_zone)::date = (in_closes AT TIME ZONE in_zone)::date
              THEN to_char(in_closes AT TIME ZONE in_zone, 'FMHH12:MI AM')
              ELSE to_char(in_closes AT TIME ZONE in_zone, 'FMMonth FMDD, YYYY, FMHH12:MI AM') END
         || ' (' || in_zone || ')';
$$;
