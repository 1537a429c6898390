-- Deletes what was told long ago (work.change): all of transactions below in_below, a floor of candidate_api.changes that is minutes
-- old. Every desk has looked since, or will compare everything because it has not. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.forget_changes(in_below bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM work.change c WHERE c.xid < in_below::text::xid8;
  outcome := 'done';
END;
$$;
