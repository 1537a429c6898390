-- What the desks' own pulse says at an instant of the boot clock (measured, without a demo's shift): by how many seconds a clock
-- of the server disagrees with the database's, NULL when none does; since when the candidates' desk is silent, NULL when it
-- is not. A desk that never beat says nothing.
CREATE OR REPLACE FUNCTION coordination_api.alarms(in_measured timestamptz, OUT skew_s int, OUT silent_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT max(ceil(abs(h.skew_us) / 1000000.0)) FILTER (WHERE abs(h.skew_us) > 1000000 AND h.measured > in_measured - interval '1 minute'),
         max(service.arrival(h.measured)) FILTER (WHERE h.desk = 'candidate' AND h.measured < in_measured - interval '15 seconds')
  FROM service.heartbeat h;
$$;
