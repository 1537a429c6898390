-- The saves of the candidate's session of a part as their receipts tell them, in order of (epoch, sequence), one row each: of each of
-- these questions, and of all that answers none of them together, the newest in_most. A session without saves gives one row whose ref
-- is NULL. digest NULL: from before receipts were given. let_in: a late one that was accepted. counts: the one that counts for its ref
-- now. at_text: in the association's zone. together: how many saves answer that question. saves, proved, late_ones: of all.
-- outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.receipts(in_token_hash bytea, in_part int, in_refs text[], in_most int)
RETURNS TABLE (outcome text, association_name text, title text, zone text, ref text, epoch int, sequence bigint, digest bytea,
               arrived_at timestamptz, at_text text, late boolean, let_in boolean, counts boolean, together bigint, saves bigint,
               proved bigint, late_ones bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS MATERIALIZED (
    SELECT o.outcome, o.association_id, o.registration_id, o.session_id, o.zone FROM candidate_api.session_of(in_token_hash, in_part) o
  ), kept AS (
    SELECT v.ref, v.epoch, v.sequence, v.digest, v.arrived_at, v.late, coalesce(d.accepted, false) AS let_in,
           row_number() OVER (PARTITION BY v.ref, NOT v.late OR coalesce(d.accepted, false)
                              ORDER BY v.epoch DESC, v.sequence DESC) AS newest,
           CASE WHEN v.ref = ANY (in_refs) THEN v.ref END AS question
    FROM own
    JOIN work.save v ON v.association_id = own.association_id AND v.session_id = own.session_id
    LEFT JOIN work.late_decision d ON d.association_id = v.association_id AND d.session_id = v.session_id
      AND d.epoch = v.epoch AND d.sequence = v.sequence
  ), told AS (
    SELECT k.*, row_number() OVER (PARTITION BY k.question ORDER BY k.epoch DESC, k.sequence DESC) AS place,
           count(*) OVER (PARTITION BY k.question) AS together, count(*) OVER () AS saves, count(k.digest) OVER () AS proved,
           count(*) FILTER (WHERE k.late) OVER () AS late_ones
    FROM kept k
  )
  SELECT own.outcome, a.name, n.title, own.zone, s.ref, s.epoch, s.sequence, s.digest, s.arrived_at,
         coalesce(to_char(s.arrived_at AT TIME ZONE own.zone, 'FMMonth FMDD, FMHH12:MI:SS AM'), ''), s.late, s.let_in,
         s.newest = 1 AND (NOT s.late OR s.let_in), s.together, s.saves, s.proved, s.late_ones
  FROM own
  LEFT JOIN work.registration r ON r.association_id = own.association_id AND r.id = own.registration_id
  LEFT JOIN work.administration n ON n.association_id = r.association_id AND n.id = r.administration_id
  LEFT JOIN staff.association a ON a.id = own.association_id
  LEFT JOIN told s ON s.place <= in_most
  ORDER BY s.epoch, s.sequence;
$$;
