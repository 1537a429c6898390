-- One act on clocks as a page shows it to a member of staff with these rights: who did it and why, whether a second person has
-- approved it, whom it concerned, with the line of their time as it is now, and for whom it could not be done.
CREATE OR REPLACE FUNCTION coordination_api.act_of(in_association uuid, in_act uuid, in_zone text, in_viewer uuid, in_rights int)
RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  doc jsonb;
BEGIN
  SELECT jsonb_build_object('act', i.id, 'id', i.administration_id, 'title', a.title, 'what', i.act,
    'is', jsonb_build_object(i.act, true), 'cause', i.category, 'category', jsonb_build_object(i.category, true), 'reason', i.reason, 'at', coordination_api.show_time(i.at, in_zone),
    'given', CASE WHEN i.seconds > 0 THEN coordination_api.span(i.seconds) END, 'minutes', nullif(i.seconds / 60, 0),
    'by', (SELECT jsonb_build_object('account', c.id, 'sealed', encode(c.sealed, 'hex')) FROM staff.account c WHERE c.id = i.by_id),
    'mine', i.by_id = in_viewer, 'waits', i.approved_at IS NULL AND i.act <> 'resume',
    'may_approve', i.approved_at IS NULL AND i.act <> 'resume' AND i.by_id <> in_viewer AND in_rights & 17 <> 0,
    'approved', (SELECT jsonb_build_object('account', c.id, 'sealed', encode(c.sealed, 'hex'),
                                           'at', coordination_api.show_time(i.approved_at, in_zone))
                 FROM staff.account c WHERE c.id = i.approved_by)) INTO STRICT doc
  FROM work.irregularity i
  JOIN work.administration a ON a.association_id = i.association_id AND a.id = i.administration_id
  WHERE i.association_id = in_association AND i.id = in_act;
  SELECT doc || jsonb_build_object('acted_on', nullif(count(*) FILTER (WHERE x.acted), 0),
    'refused', nullif(count(*) FILTER (WHERE NOT x.acted), 0), 'stands', nullif(count(*) FILTER (WHERE x.stands), 0),
    'people', coalesce(jsonb_agg(x.shown ORDER BY x.part), '[]')) INTO doc
  FROM (SELECT s.part, l.outcome IN ('done', 'reopened') AS acted,
               l.outcome = 'reopened' AND s.paused_at IS NOT NULL AS stands, jsonb_build_object(
          'session', s.id, 'part', s.part, 'person', p.id, 'sealed', encode(p.sealed, 'hex'),
          'acted', l.outcome IN ('done', 'reopened'), 'outcome', jsonb_build_object(l.outcome, true),
          'stands', s.paused_at IS NOT NULL,
          'minutes', jsonb_build_object('part', s.part, 'entries', work.ledger(s.association_id, r.id, s.part, s.id))) AS shown
        FROM work.irregularity_session l
        JOIN work.session s ON s.association_id = l.association_id AND s.id = l.session_id
        JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
        JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
        JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
        WHERE l.association_id = in_association AND l.irregularity_id = in_act) x;
  RETURN doc;
END;
$$;
