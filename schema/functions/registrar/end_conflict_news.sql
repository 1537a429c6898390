-- Who is barred is worked out as of these rows: they go, and allocation is open again unless newer ones came. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.end_conflict_news(in_association uuid, in_ids uuid[], OUT outcome text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM staff.conflict_news n WHERE n.association_id = in_association AND n.id = ANY (in_ids);
  SELECT 'done';
$$;
