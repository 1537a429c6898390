-- Why responses cannot be taken in now: '' | sessions_open | window_open | rescues_waiting | late_saves | sheets_missing. The first
-- two mean that the latest deadline which anybody may still have, with its grace, is not past. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.intake_blocker(in_association uuid, in_administration uuid, OUT outcome text, OUT note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', CASE
    WHEN registrar_api.sessions_open(in_association, in_administration, '{2}') > 0 THEN 'sessions_open'
    WHEN registrar_api.window_open(in_association, in_administration, '{2}') THEN 'window_open'
    WHEN registrar_api.unopened_rescues(in_association, in_administration, '{2}') > 0 THEN 'rescues_waiting'
    WHEN registrar_api.late_saves(in_association, in_administration, '{2}') > 0 THEN 'late_saves'
    WHEN EXISTS (SELECT FROM registrar_api.unfolded_of(in_association, in_administration, true) u WHERE u.part = 2) THEN 'sheets_missing'
    ELSE '' END;
$$;
