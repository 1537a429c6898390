-- Whether a coordinator has let a late save in.
CREATE OR REPLACE FUNCTION registrar_api.let_in(in_association uuid, in_session uuid, in_epoch int, in_sequence bigint)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM work.late_decision d
    WHERE d.association_id = in_association AND d.session_id = in_session AND d.epoch = in_epoch AND d.sequence = in_sequence
      AND d.accepted);
$$;
