-- The oldest duty that is asked, or was begun and not finished because a registrar stopped. outcome: taken | none.
CREATE OR REPLACE FUNCTION registrar_api.take_duty(OUT outcome text, OUT association_id uuid, OUT duty_id uuid,
                                                   OUT administration_id uuid, OUT kind text, OUT asked_by uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT d.association_id, d.id, d.administration_id, d.kind, d.asked_by
  INTO take_duty.association_id, duty_id, take_duty.administration_id, take_duty.kind, take_duty.asked_by
  FROM work.duty d WHERE d.state IN ('asked', 'running')
  ORDER BY d.state DESC, d.asked_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  outcome := CASE WHEN FOUND THEN 'taken' ELSE 'none' END;
  UPDATE work.duty d SET state = 'running'
  WHERE d.association_id = take_duty.association_id AND d.id = duty_id AND d.state = 'asked';
END;
$$;
