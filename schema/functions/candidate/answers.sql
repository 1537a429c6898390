-- What counts now in a session, and the candidate's marks: one row for each question that was answered or seen.
-- A row of a question without an answer has no save_id; epoch and sequence are of the save that counts. outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.answers(in_token_hash bytea, in_part int, in_refs text[])
RETURNS TABLE (outcome text, ref text, save_id uuid, epoch int, sequence bigint, sealed bytea, flagged boolean, struck text,
               seen boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS (
    SELECT s.association_id AS aid, s.id AS sid
    FROM candidate_api.login_of(in_token_hash) l
    JOIN work.attempt t ON t.association_id = l.association_id AND t.registration_id = l.registration_id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = in_part
    WHERE l.outcome = 'done'
  ), counts AS (
    SELECT DISTINCT ON (v.ref) v.ref AS counted, v.save_id AS id, v.epoch AS e, v.sequence AS n, v.sealed AS box
    FROM own JOIN work.save v ON v.association_id = own.aid AND v.session_id = own.sid
    WHERE NOT v.late AND v.ref = ANY (in_refs)
    ORDER BY v.ref, v.epoch DESC, v.sequence DESC
  ), marks AS (
    SELECT m.ref AS marked, m.flagged AS f, m.struck AS k
    FROM own JOIN work.item_mark m ON m.association_id = own.aid AND m.session_id = own.sid
  )
  SELECT 'done', coalesce(c.counted, m.marked), c.id, c.e, c.n, c.box, coalesce(m.f, false), coalesce(m.k, ''), m.marked IS NOT NULL
  FROM counts c FULL JOIN marks m ON m.marked = c.counted;
$$;
