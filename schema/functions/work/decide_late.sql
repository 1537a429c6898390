-- One word, with its reason, on every answer of a session that came late and waits; what was decided stays. Returns how many.
-- A helper: its caller has judged who may, and which session.
CREATE OR REPLACE FUNCTION work.decide_late(in_association uuid, in_session uuid, in_accept boolean, in_reason text, in_by uuid)
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  decided int;
BEGIN
  INSERT INTO work.late_decision (association_id, session_id, epoch, sequence, accepted, reason, decided_by, decided_at)
  SELECT v.association_id, v.session_id, v.epoch, v.sequence, in_accept, in_reason, in_by, service.now_utc()
  FROM work.save v
  WHERE v.association_id = in_association AND v.session_id = in_session AND v.late
  ON CONFLICT (association_id, session_id, epoch, sequence) DO NOTHING;
  GET DIAGNOSTICS decided = ROW_COUNT;
  RETURN decided;
END;
$$;
