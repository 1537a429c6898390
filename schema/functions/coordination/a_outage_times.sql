-- From when to when an outage lasted: "December 1, from 3:02 to 3:06 PM", or "December 1, at 3:02 PM" within one minute.
CREATE OR REPLACE FUNCTION coordination_api.outage_times(in_began timestamptz, in_ended timestamptz, in_zone text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_char(b.local, 'FMMonth FMDD, ')
         || CASE WHEN date_trunc('minute', b.local) = date_trunc('minute', e.local) THEN 'at '
                 ELSE 'from ' || to_char(b.local, CASE WHEN to_char(b.local, 'YYYYMMDDAM') = to_char(e.local, 'YYYYMMDDAM')
                                                       THEN 'FMHH12:MI' ELSE 'FMHH12:MI AM' END) || ' to ' END
         || CASE WHEN b.local::date <> e.local::date THEN to_char(e.local, 'FMMonth FMDD, ') ELSE '' END
         || to_char(e.local, 'FMHH12:MI AM')
  FROM (SELECT in_began AT TIME ZONE in_zone) b (local), (SELECT in_ended AT TIME ZONE in_zone) e (local);
$$;
