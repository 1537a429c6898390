-- An emergency file could not be used: shut (it does not open) | other_session (what is in it is of another session) | malformed |
-- no_aes (this machine cannot open any). outcome: done (also when it had ended before).
CREATE OR REPLACE FUNCTION registrar_api.refuse_rescue(in_association uuid, in_rescue uuid, in_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM registrar_api.end_rescue(in_association, in_rescue, in_why, 0, '{}');
  outcome := 'done';
END;
$$;
