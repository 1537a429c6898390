-- The candidate desk's heartbeat (service.beat). outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.beat(in_at timestamptz, OUT outcome text, OUT gone_s bigint, OUT skew_us bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', b.gone_s, b.skew_us FROM service.beat('candidate', in_at) b;
$$;
