-- One own packet by its code: whole, sealed, with the draft and the locked review, the revision that is locked (0: none) and its
-- commitment; closed: no revision is taken any more; keep: the key of what its pages keep in the browser; seconds: spent on each page
-- by this reader, a JSON array; practice, looked, held as in review.allocation; comparison: of locked practice, what it is compared
-- with (NULL: not yet, or no practice). state: open | locked | revising (locked, and a revision is being written).
-- outcome: always found; no row: not the reader's, ended, or just given and not open yet (held new).
-- In plpgsql, which asks once who reads and keeps its plan: in SQL it is planned at each call, most of the time of a page.
CREATE OR REPLACE FUNCTION review_api.packet(in_token_hash bytea, in_code text)
RETURNS TABLE (outcome text, association text, allocation uuid, packet uuid, category text, pages int, criteria int, top_level int,
               state text, version int, packet_version int, packet_sealed bytea, draft bytea, review_sealed bytea, keep text,
               revision int, commitment bytea, closed boolean, seconds jsonb,
               practice boolean, looked boolean, held text, comparison bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  reader uuid := review_api.a_reviewer(in_token_hash);
BEGIN
  RETURN QUERY
  SELECT 'found', s.name, a.id, k.id, k.category, k.pages, k.criteria, k.top_level,
         CASE WHEN a.state = 'locked' AND a.draft IS NOT NULL AND NOT a.released THEN 'revising' ELSE a.state END,
         a.version, k.version, k.sealed, a.draft, a.sealed, encode(a.draft_key, 'hex'), a.revision, a.commitment,
         (a.released OR a.practice) AND a.revision > 0, to_jsonb(a.seconds), a.practice, a.looked, a.held,
         CASE WHEN a.state = 'locked' THEN c.sealed END
  FROM (SELECT reader AS account) r
  JOIN review.allocation a ON a.reviewer_id = r.account AND a.code = in_code AND a.state IN ('open', 'locked')
    AND NOT (a.state = 'open' AND a.held = 'new')
  JOIN review.packet k ON k.association_id = a.association_id AND k.id = a.packet_id
  LEFT JOIN review.comparison c ON c.association_id = a.association_id AND c.allocation_id = a.id AND c.revision = a.revision
  JOIN staff.association s ON s.id = a.association_id
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = r.account AND p.rights & 4 = 4;
END;
$$;
