-- The newest in_most seals of the candidate's session of a part in order of their numbers, one row each; none yet: one row whose number
-- is NULL. due: the part has ended, and the newest seal does not cover all saves that have a receipt, or there is none. Saves are only
-- ever added, so the newest covers most.
-- at_text: in the association's zone. outcome: done | signed_out | not_registered | not_opened.
CREATE OR REPLACE FUNCTION candidate_api.seals(in_token_hash bytea, in_part int, in_most int)
RETURNS TABLE (outcome text, session_id uuid, due boolean, number int, saves int, root bytea, at timestamptz, at_text text,
               signature bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT o.outcome, o.session_id,
         o.state = 'closed' AND (SELECT count(v.digest) FROM work.save v WHERE v.association_id = o.association_id
                                 AND v.session_id = o.session_id) IS DISTINCT FROM max(l.saves) OVER (),
         l.number, l.saves, l.root, l.at,
         coalesce(to_char(l.at AT TIME ZONE o.zone, 'FMMonth FMDD, YYYY, FMHH12:MI:SS AM') || ' (' || o.zone || ')', ''),
         l.signature
  FROM candidate_api.session_of(in_token_hash, in_part) o
  LEFT JOIN LATERAL (
    SELECT w.number, w.saves, w.root, w.at, w.signature FROM work.seal w
    WHERE w.association_id = o.association_id AND w.session_id = o.session_id
    ORDER BY w.number DESC LIMIT in_most) l ON true
  ORDER BY l.number;
$$;
