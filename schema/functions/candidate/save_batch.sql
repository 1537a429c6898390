-- Many answers at once, in one set-based statement: the arrays are of one length, an element of each for one answer. Only what is
-- plain is written: a login that stands, its own session that runs and is not in a break of the candidate's own, in time, a question of
-- its form, a sequence and a save id that are new. Every other answer gets no row back and is then decided by candidate_api.save on its
-- own, whatever it is; so is one whose session somebody else holds just now. Sessions are held against hand-in and close until commit.
-- A login lasts as long as its session runs (candidate_api.login_of) and ends with a withdrawal (work.end_logins), so of the login no
-- more is asked here than that it has not ended.
-- in_positions: of the item or vignette that the ref names, 0 for "choice". in_times: arrival on the rules' clock, so with the shift
-- of a demo's clock that the desk knows, in_shift. in_batch, in_leaves, in_signature: see work.batch; in_leaves has a leaf an answer.
-- outcome: saved (place: from 1, which answer; with its session's deadline and pause) | shifted (the clock's shift is another by now,
-- given in shift: nothing was written).
CREATE OR REPLACE FUNCTION candidate_api.save_batch(
  in_token_hashes bytea[], in_parts int[], in_sessions uuid[], in_epochs int[], in_sequences bigint[], in_save_ids uuid[],
  in_refs text[], in_positions int[], in_sealed bytea[], in_digests bytea[], in_times timestamptz[], in_shift bigint,
  in_batch uuid, in_leaves bytea, in_signature bytea)
RETURNS TABLE (outcome text, place int, deadline timestamptz, paused_at timestamptz, shift bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  -- Whatever a young database's statistics say: each answer is a few look-ups by key.
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  base timestamptz := 'epoch';
BEGIN
  shift := (extract(epoch FROM service.arrival(base) - base) * 1000000)::bigint;
  IF shift <> in_shift THEN
    outcome := 'shifted';
    RETURN NEXT;
    RETURN;
  END IF;
  RETURN QUERY
  WITH judged AS MATERIALIZED (
    SELECT i.place, s.association_id, s.id AS session_id, i.epoch, i.sequence, i.save_id, i.ref, i.sealed, i.digest, i.at,
           s.deadline AS ends, s.paused_at AS paused
    FROM unnest(in_token_hashes, in_parts, in_sessions, in_epochs, in_sequences, in_save_ids, in_refs, in_positions, in_sealed,
                in_digests, in_times)
      WITH ORDINALITY AS i (token_hash, part, session_id, epoch, sequence, save_id, ref, position, sealed, digest, at, place)
    JOIN work.login l ON l.token_hash = i.token_hash AND l.ended_at IS NULL AND i.epoch <= l.epoch
    JOIN work.session s ON s.id = i.session_id AND s.association_id = l.association_id AND s.part = i.part
      AND s.registration_id = l.registration_id
    WHERE s.state = 'running' AND s.paused_by IS DISTINCT FROM 'candidate'
      AND work.in_time(i.at, s.deadline, s.grace_s, s.paused_at)
      AND CASE WHEN i.position = 0 THEN i.part = 2 AND i.ref = 'choice'
               WHEN i.part = 1 THEN i.ref = 'item.' || i.position AND i.position <= s.questions
               ELSE starts_with(i.ref, 'prompt.' || i.position || '.') AND i.position <= s.questions END
    FOR SHARE OF s SKIP LOCKED
  ), stored AS (
    INSERT INTO work.save AS v (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest,
                                batch_id, batch_index)
    SELECT j.association_id, j.session_id, j.epoch, j.sequence, j.save_id, j.ref, j.sealed, j.at, false, j.digest,
           in_batch, j.place - 1
    FROM judged j
    ON CONFLICT DO NOTHING
    RETURNING v.batch_index
  ), signed AS (
    INSERT INTO work.batch (id, at, leaves, signature)
    SELECT in_batch, (SELECT max(j.at) FROM judged j), in_leaves, in_signature WHERE EXISTS (SELECT FROM stored)
  )
  -- IS TRUE keeps this a look-up in a hash; as a join it would compare every answer with every other.
  SELECT 'saved', j.place::int, j.ends, j.paused, save_batch.shift FROM judged j
  WHERE (j.place IN (SELECT n.batch_index + 1::bigint FROM stored n)) IS TRUE;
END;
$$;
