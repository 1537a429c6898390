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
AS $$
-- The arrays are subscripted where they are used: PL/pgSQL keeps them unpacked, and to unnest eleven of them costs a fifth more.
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
    SELECT i.place, s.association_id, s.deadline AS ends, s.paused_at AS paused
    FROM generate_series(1, cardinality(in_save_ids)) AS i (place)
    JOIN work.login l ON l.token_hash = in_token_hashes[i.place] AND l.ended_at IS NULL AND in_epochs[i.place] <= l.epoch
    JOIN work.session s ON s.id = in_sessions[i.place] AND s.association_id = l.association_id AND s.part = in_parts[i.place]
      AND s.registration_id = l.registration_id
    WHERE s.state = 'running' AND s.paused_by IS DISTINCT FROM 'candidate'
      AND work.in_time(in_times[i.place], s.deadline, s.grace_s, s.paused_at)
      AND in_positions[i.place] <= s.questions
      AND CASE WHEN in_positions[i.place] = 0 THEN s.part = 2 AND in_refs[i.place] = 'choice'
               WHEN s.part = 1 THEN in_refs[i.place] = 'item.' || in_positions[i.place]
               ELSE starts_with(in_refs[i.place], 'prompt.' || in_positions[i.place] || '.') END
    FOR SHARE OF s SKIP LOCKED
  ), stored AS (
    INSERT INTO work.save AS v (association_id, session_id, epoch, sequence, save_id, ref, sealed, arrived_at, late, digest,
                                batch_id, batch_index)
    SELECT j.association_id, in_sessions[j.place], in_epochs[j.place], in_sequences[j.place], in_save_ids[j.place],
           in_refs[j.place], in_sealed[j.place], in_times[j.place], false, in_digests[j.place], in_batch, j.place - 1
    FROM judged j
    ON CONFLICT DO NOTHING
    RETURNING v.batch_index
  ), signed AS (
    INSERT INTO work.batch (id, at, leaves, signature)
    SELECT in_batch, (SELECT max(in_times[j.place]) FROM judged j), in_leaves, in_signature WHERE EXISTS (SELECT FROM stored)
  )
  -- IS TRUE keeps this a look-up in a hash; as a join it would compare every answer with every other.
  SELECT 'saved', j.place, j.ends, j.paused, save_batch.shift FROM judged j
  WHERE (j.place IN (SELECT n.batch_index + 1 FROM stored n)) IS TRUE;
END;
$$;
