-- The emergency files of an administration, the newest first, and what became of each: how many answers, never which.
-- waits: of those that went in late, how many nobody has decided yet. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.rescues(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  adm work.administration;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT * INTO adm FROM work.administration a WHERE a.association_id = who.association AND a.id = in_administration;
  IF adm.id IS NULL THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'ok';
  WITH brought AS (
    SELECT x.id, x.state, x.why, x.answers, x.stored, x.answers - x.stored AS late, x.reason, x.uploaded_at, s.part, r.id AS registration,
           p.id AS person, p.sealed, c.id AS account, c.sealed AS account_sealed,
           work.rescue_waiting(who.association, x.id) AS waits
    FROM work.registration r
    JOIN identity.person p ON p.association_id = r.association_id AND p.id = r.person_id
    JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    JOIN work.rescue x ON x.association_id = s.association_id AND x.session_id = s.id
    JOIN staff.account c ON c.id = x.uploaded_by
    WHERE r.association_id = who.association AND r.administration_id = in_administration)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'zone', who.zone,
    'opening', nullif(count(*) FILTER (WHERE b.state = 'waiting'), 0),
    'files', coalesce(jsonb_agg(jsonb_build_object(
      'rescue', b.id, 'registration', b.registration, 'part', b.part, 'person', b.person, 'sealed', encode(b.sealed, 'hex'),
      'by', jsonb_build_object('account', b.account, 'sealed', encode(b.account_sealed, 'hex')),
      'at', coordination_api.show_time(b.uploaded_at, who.zone), 'reason', b.reason,
      'is', jsonb_build_object(b.state, true), 'why', CASE WHEN b.why <> '' THEN jsonb_build_object(b.why, true) ELSE '{}' END,
      'answers', b.answers, 'stored', nullif(b.stored, 0), 'late', nullif(b.late, 0), 'waits', nullif(b.waits, 0),
      'one', jsonb_build_object('answer', b.answers = 1, 'stored', b.stored = 1, 'late', b.late = 1, 'wait', b.waits = 1))
      ORDER BY b.uploaded_at DESC, b.id), '[]'))
  INTO doc FROM brought b;
END;
$$;
