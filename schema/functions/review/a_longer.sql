-- Of two lists of seconds by page, the longer time for each page.
CREATE OR REPLACE FUNCTION review_api.a_longer(in_one int[], in_other int[]) RETURNS int[]
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(greatest(t.one, t.other) ORDER BY t.page), '{}')
  FROM unnest(in_one, in_other) WITH ORDINALITY t (one, other, page);
$$;
