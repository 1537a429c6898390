-- How many saves of a session count: saves are only ever added, so a sheet made from as many is up to date.
CREATE OR REPLACE FUNCTION registrar_api.saves_counted(in_association uuid, in_session uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(*) FROM work.save v
  WHERE v.association_id = in_association AND v.session_id = in_session
    AND (NOT v.late OR registrar_api.let_in(v.association_id, v.session_id, v.epoch, v.sequence));
$$;
