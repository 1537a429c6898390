-- From when to when an outage lasted: "3:02 to 3:06 PM", with the date of its beginning.
CREATE OR REPLACE FUNCTION coordination_api.outage_times(in_began timestamptz, in_ended timestamptz, in_zone text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_char(b.local, 'FMMonth FMDD, FMHH12:MI') || CASE WHEN to_char(b.local, 'YYYYMMDDAM') <> to_char(e.local, 'YYYYMMDDAM')
                                                             THEN to_char(b.local, ' AM') ELSE '' END
         || ' to ' || CASE WHEN b.local::date <> e.local::date THEN to_char(e.local, 'FMMonth FMDD, ') ELSE '' END
         || to_char(e.local, 'FMHH12:MI AM')
  FROM (SELECT in_began AT TIME ZONE in_zone) b (local), (SELECT in_ended AT TIME ZONE in_zone) e (local);
$$;
