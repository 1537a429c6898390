-- Why Part 1 cannot be scored now: '' | sessions_open | sheets_missing. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.score_blocker(in_association uuid, in_administration uuid, OUT outcome text, OUT note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', CASE
    WHEN registrar_api.sessions_open(in_association, in_administration, '{1}') > 0 THEN 'sessions_open'
    WHEN EXISTS (SELECT FROM registrar_api.unfolded_of(in_association, in_administration, true) u WHERE u.part = 1) THEN 'sheets_missing'
    ELSE '' END;
$$;
