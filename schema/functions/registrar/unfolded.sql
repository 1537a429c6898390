-- Some sessions that are to be folded into a sheet, with the version of the sheet to be made. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.unfolded(in_most int, in_whole boolean)
RETURNS TABLE (outcome text, association_id uuid, session_id uuid, part int, form_id uuid, items int, version int, saves bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', u.association_id, u.session_id, u.part, u.form_id,
         (SELECT count(*)::int FROM bank.form_item f WHERE f.association_id = u.association_id AND f.form_id = u.form_id),
         u.version, registrar_api.saves_counted(u.association_id, u.session_id)
  FROM (SELECT * FROM registrar_api.unfolded_of(NULL, NULL, in_whole) ORDER BY session_id LIMIT in_most) u;
$$;
