-- Practice and control packets that the bank has for one Part 2 form: the newest revision of each is counted once.
CREATE OR REPLACE FUNCTION coordination_api.calibration_has(in_association uuid, in_form uuid, OUT practice int, OUT control int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT count(DISTINCT c.code) FILTER (WHERE c.purpose = 'practice')::int, count(DISTINCT c.code) FILTER (WHERE c.purpose = 'control')::int
  FROM bank.calibration c WHERE c.association_id = in_association AND c.form_id = in_form;
$$;
