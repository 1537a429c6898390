-- Associations where somebody may have come to be barred, or to be free again, with the rows that say so. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.conflict_news() RETURNS TABLE (outcome text, association_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT DISTINCT 'done', n.association_id FROM staff.conflict_news n ORDER BY 2;
$$;
