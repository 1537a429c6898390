-- Holds packets back and lets them go, all of one administration at once, so that a control packet never comes alone. It is asked for
-- four times a second. outcome: done. renewed: how many changed.
CREATE OR REPLACE FUNCTION registrar_api.renew_held(OUT outcome text, OUT renewed int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a record;
  changed int;
BEGIN
  outcome := 'done';
  renewed := 0;
  FOR a IN SELECT DISTINCT n.association_id, n.administration_id FROM registrar_api.held_now(NULL) n WHERE n.is_held <> n.held LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(a.administration_id::text, 5));
    UPDATE review.allocation l SET held = n.held FROM registrar_api.held_now(a.administration_id) n
    WHERE n.association_id = a.association_id AND n.administration_id = a.administration_id AND n.is_held <> n.held
      AND l.association_id = n.association_id AND l.id = n.allocation_id;
    GET DIAGNOSTICS changed = ROW_COUNT;
    renewed := renewed + changed;
  END LOOP;
END;
$$;
