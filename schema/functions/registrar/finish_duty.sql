-- A duty ends: done, or refused with a fixed code that says why. outcome: done (also when it had ended before).
CREATE OR REPLACE FUNCTION registrar_api.finish_duty(in_association uuid, in_duty uuid, in_state text, in_note text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  d record;
BEGIN
  outcome := 'done';
  UPDATE work.duty x SET state = in_state, note = in_note, finished_at = service.now_utc()
  WHERE x.association_id = in_association AND x.id = in_duty AND x.state = 'running'
  RETURNING x.kind, x.administration_id INTO d;
  IF FOUND THEN
    PERFORM audit.append(in_association, 'registrar', NULL, 'duty.' || in_state, d.administration_id,
                         jsonb_build_object('duty', d.kind, 'note', in_note));
  END IF;
END;
$$;
