-- What became of a save whose fate its sender does not know. It asks nothing of the session's clock, so it starts none.
-- batch_index, leaves, signature: of the batch it was written with (work.batch); NULL: it was written alone.
-- outcome: stored (then the rest is filled; digest NULL: from before receipts were given) | absent | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.saved(
  in_token_hash bytea, in_part int, in_save_id uuid,
  OUT outcome text, OUT session_id uuid, OUT ref text, OUT epoch int, OUT sequence bigint, OUT digest bytea,
  OUT arrived_at timestamptz, OUT batch_index int, OUT leaves bytea, OUT signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  SELECT v.session_id, v.ref, v.epoch, v.sequence, v.digest, v.arrived_at, v.batch_index, b.leaves, b.signature
  INTO session_id, ref, epoch, sequence, digest, arrived_at, batch_index, leaves, signature
  FROM work.attempt t
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = in_part
  JOIN work.save v ON v.association_id = s.association_id AND v.session_id = s.id AND v.save_id = in_save_id
  LEFT JOIN work.batch b ON b.id = v.batch_id
  WHERE t.association_id = l.association_id AND t.registration_id = l.registration_id;
  outcome := CASE WHEN FOUND THEN 'stored' ELSE 'absent' END;
END;
$$;
