-- What the candidate asked for and what was decided, one row each, undecided ones first; one row without an id when there is
-- nothing. entries: what each part begins with (empty: a part that they do not sit). late_now: a request of today comes late.
-- outcome: done | signed_out.
CREATE OR REPLACE FUNCTION candidate_api.accommodations(in_token_hash bytea)
RETURNS TABLE (outcome text, association_name text, zone text, title text, part1_entries text, part2_entries text,
               may_file boolean, request_by_text text, late_now boolean, id uuid, kind text, state text, filed_by text,
               received_text text, late boolean, part1_minutes int, part2_minutes int, opens_text text, closes_text text,
               request bytea, version int, decision bytea, decided_text text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  moment timestamptz := service.now_utc();
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  IF l.outcome <> 'done' THEN
    RETURN QUERY SELECT l.outcome, '', '', '', '', '', false, '', false, NULL::uuid, '', '', '', '', false, 0, 0, '', '',
                        NULL::bytea, 0, NULL::bytea, '';
    RETURN;
  END IF;
  RETURN QUERY
  WITH own AS (
    SELECT r.association_id AS aid, r.id AS rid, r.parts, a.name AS aname, a.zone AS azone, d.title AS dtitle,
           work.request_by(r.association_id, r.id, a.zone) AS by_day
    FROM work.registration r
    JOIN work.administration d ON d.association_id = r.association_id AND d.id = r.administration_id
    JOIN staff.association a ON a.id = r.association_id
    WHERE r.association_id = l.association_id AND r.id = l.registration_id
  )
  SELECT 'done', own.aname, own.azone, own.dtitle,
         CASE WHEN 1 = ANY (own.parts) THEN work.ledger(own.aid, own.rid, 1, NULL) ELSE '' END,
         CASE WHEN 2 = ANY (own.parts) THEN work.ledger(own.aid, own.rid, 2, NULL) ELSE '' END,
         NOT work.exam_over(own.aid, own.rid, moment), to_char(own.by_day, 'FMMonth FMDD, YYYY'),
         (moment AT TIME ZONE own.azone)::date > own.by_day, c.id, coalesce(c.kind, ''), coalesce(c.state, ''),
         coalesce(c.filed_by, ''), coalesce(to_char(c.received_on, 'FMMonth FMDD, YYYY'), ''), coalesce(c.late, false),
         coalesce(c.part1_minutes, 0), coalesce(c.part2_minutes, 0),
         coalesce(to_char(c.opens_at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'), ''),
         coalesce(to_char(c.closes_at AT TIME ZONE own.azone, 'FMMonth FMDD, YYYY, FMHH12:MI AM'), ''),
         c.request, coalesce(c.version, 0), c.decision,
         coalesce(to_char(coalesce(c.decided_at, CASE WHEN c.filed_by = 'roster' THEN c.filed_at END) AT TIME ZONE own.azone,
                          'FMMonth FMDD, YYYY'), '')
  FROM own
  LEFT JOIN work.accommodation c ON c.association_id = own.aid AND c.registration_id = own.rid
  ORDER BY (c.state = 'asked') DESC, c.filed_at DESC, c.kind;
END;
$$;
