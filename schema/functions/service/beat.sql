-- A desk's heartbeat, at an instant of its boot clock. A gap of more than 15 seconds in the candidate desk's beats is an outage;
-- gone_s tells it (0: none), skew_us by how much the boot-time clock is ahead of the database's.
CREATE OR REPLACE FUNCTION service.beat(in_desk text, in_measured timestamptz, OUT gone_s bigint, OUT skew_us bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  arrival timestamptz := service.arrival(in_measured);
  last service.heartbeat;
BEGIN
  skew_us := (extract(epoch FROM arrival - service.now_utc()) * 1000000)::bigint;
  SELECT * INTO last FROM service.heartbeat h WHERE h.desk = in_desk FOR UPDATE;
  gone_s := CASE WHEN in_measured > last.measured + interval '15 seconds'
                 THEN extract(epoch FROM in_measured - last.measured)::bigint ELSE 0 END;
  IF gone_s > 0 AND in_desk = 'candidate' THEN
    INSERT INTO service.outage (id, began_at, ended_at)
    VALUES (gen_random_uuid(), arrival - (in_measured - last.measured), arrival);
  END IF;
  INSERT INTO service.heartbeat AS h (desk, at, measured, skew_us) VALUES (in_desk, arrival, in_measured, beat.skew_us)
  ON CONFLICT (desk) DO UPDATE SET at = excluded.at, measured = excluded.measured, skew_us = excluded.skew_us
  -- Two desks' beats may cross; a clock that was put back by more is a new beginning.
  WHERE excluded.measured >= h.measured OR excluded.measured < h.measured - interval '15 seconds';
END;
$$;
