-- The anchor of this boot (design: Time), so that overdue sessions are closed by the clock that judges saves. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.anchor(in_boot_id text, in_boot_us bigint,
                                                OUT outcome text, OUT boot_us bigint, OUT utc timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', a.boot_us, a.utc FROM service.anchor(in_boot_id, in_boot_us) a;
$$;
