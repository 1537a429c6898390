-- Stores a seal that the desk made of the candidate's ended part: the next number, unless one over as many saves stands, which is then
-- the one that counts (the first writer's). Saves are only ever added, so as many are the same ones.
-- outcome: done | stale (other saves by now, or the part is open again: look once more) | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.seal(
  in_token_hash bytea, in_part int, in_saves int, in_root bytea, in_at timestamptz, in_signature bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  o record;
BEGIN
  SELECT * INTO o FROM candidate_api.session_of(in_token_hash, in_part);
  outcome := o.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  -- Whoever saves holds the session too, so none is added while it is counted.
  PERFORM 1 FROM work.session s WHERE s.association_id = o.association_id AND s.id = o.session_id AND s.state = 'closed'
  FOR NO KEY UPDATE;
  IF NOT FOUND OR in_saves <> (SELECT count(v.digest) FROM work.save v
                               WHERE v.association_id = o.association_id AND v.session_id = o.session_id) THEN
    outcome := 'stale';
    RETURN;
  END IF;
  INSERT INTO work.seal AS l (association_id, session_id, number, saves, root, at, signature)
  SELECT o.association_id, o.session_id,
         1 + (SELECT count(*) FROM work.seal x WHERE x.association_id = o.association_id AND x.session_id = o.session_id),
         in_saves, in_root, in_at, in_signature
  ON CONFLICT (association_id, session_id, saves) DO NOTHING;
END;
$$;
