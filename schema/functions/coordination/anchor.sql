-- The anchor of this boot, for a desk's worker that begins: no person is involved. outcome: ok.
CREATE OR REPLACE FUNCTION coordination_api.anchor(in_boot_id text, in_boot_us bigint,
                                                   OUT outcome text, OUT boot_us bigint, OUT utc timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'ok', a.boot_us, a.utc FROM service.anchor(in_boot_id, in_boot_us) a;
$$;
