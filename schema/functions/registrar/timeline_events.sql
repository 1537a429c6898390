-- All that happened to one session's time, in order, at_text in the association's zone. event: opened | delivered | started | given
-- (kind, seconds, reason) | irregularity (kind is the act) | rested, went_on (a break of the candidate's own) | saved (seconds is how
-- many answers, kind "late" for late ones) | deadline (unless the clock stands) | handed_in (each time; it may have been opened
-- again) | closed | sealed (seconds is how many saves, root the seal's). author: the member of staff who did it, sealed. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.timeline_events(in_association uuid, in_session uuid)
RETURNS TABLE (outcome text, at timestamptz, at_text text, event text, kind text, seconds bigint, reason text, author_id uuid,
               author bytea, root bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH own AS (
    SELECT s.opened_at, s.delivered_at, s.started_at, s.deadline, s.handed_in_at, s.closed_at, s.paused_at, a.zone
    FROM work.session s JOIN staff.association a ON a.id = s.association_id
    WHERE s.association_id = in_association AND s.id = in_session),
  happened AS (
    SELECT 1::numeric AS place, o.opened_at AS at, 'opened' AS event, '' AS kind, 0::bigint AS seconds, '' AS reason,
           NULL::uuid AS by_id, NULL::bytea AS root FROM own o
    UNION ALL SELECT 3, o.delivered_at, 'delivered', '', 0, '', NULL, NULL FROM own o
    UNION ALL SELECT 4, o.started_at, 'started', '', 0, '', NULL, NULL FROM own o
    UNION ALL SELECT 8, o.deadline, 'deadline', '', 0, '', NULL, NULL FROM own o WHERE o.paused_at IS NULL
    UNION ALL SELECT 7, v.at, w.event, '', 0, '', NULL, NULL
    FROM audit.event v
    JOIN (VALUES ('session.handed_in', 'handed_in'), ('session.paused', 'rested'), ('session.resumed', 'went_on')) w (action, event)
      ON w.action = v.action
    WHERE v.association_id = in_association AND v.subject_id = in_session
    UNION ALL SELECT 9, o.closed_at, 'closed', '', 0, '', NULL, NULL FROM own o WHERE o.handed_in_at IS NULL
    UNION ALL SELECT 2 + e.number / 1000.0, e.at, 'given', e.kind, e.seconds, e.reason, e.author_id, NULL
    FROM work.entitlement e WHERE e.association_id = in_association AND e.session_id = in_session
    UNION ALL SELECT 5, i.at, 'irregularity', i.act, i.seconds, i.category || ': ' || i.reason, i.by_id, NULL
    FROM work.irregularity_session x
    JOIN work.irregularity i ON i.association_id = x.association_id AND i.id = x.irregularity_id
    WHERE x.association_id = in_association AND x.session_id = in_session AND x.outcome IN ('done', 'reopened')
    UNION ALL SELECT 6, max(v.arrived_at), 'saved', CASE WHEN v.late THEN 'late' ELSE '' END, count(*), '', NULL, NULL
    FROM work.save v WHERE v.association_id = in_association AND v.session_id = in_session GROUP BY v.late
    UNION ALL SELECT 10 + l.number / 1000.0, l.at, 'sealed', '', l.saves, '', NULL, l.root
    FROM work.seal l WHERE l.association_id = in_association AND l.session_id = in_session)
  SELECT 'done', h.at, to_char(h.at AT TIME ZONE o.zone, 'YYYY-MM-DD HH24:MI:SS.MS'), h.event, h.kind, h.seconds, h.reason, h.by_id,
         c.sealed, h.root
  FROM happened h CROSS JOIN own o LEFT JOIN staff.account c ON c.id = h.by_id
  WHERE h.at IS NOT NULL
  ORDER BY h.at, h.place;
$$;
