-- The anchor of this boot: made once, the same for every process and after every restart (design: Time). It never holds a
-- demo's or a test's shift, so a desk need not start again when the shift changes: see service.arrival.
CREATE OR REPLACE FUNCTION service.anchor(in_boot_id text, in_boot_us bigint, OUT boot_us bigint, OUT utc timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO service.clock_anchor AS a (boot_id, boot_us, utc)
  VALUES (in_boot_id, in_boot_us, clock_timestamp())
  ON CONFLICT (boot_id) DO NOTHING;
  SELECT a.boot_us, a.utc INTO anchor.boot_us, anchor.utc FROM service.clock_anchor a WHERE a.boot_id = in_boot_id;
END;
$$;
