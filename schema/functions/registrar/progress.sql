-- How far a duty has come, for the coordinator who waits. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.progress(in_association uuid, in_duty uuid, in_done int, in_total int, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE work.duty d SET done = in_done, total = in_total
  WHERE d.association_id = in_association AND d.id = in_duty AND d.state = 'running';
  outcome := 'done';
END;
$$;
