-- Closed sessions whose newest sheet is missing or was made from fewer saves than count now. in_administration NULL: of all.
-- A save that had come in time may be stored a little after its session was closed, and a late one when a coordinator lets it
-- in: unless in_whole, only sessions where that can have happened lately are counted again.
CREATE OR REPLACE FUNCTION registrar_api.unfolded_of(in_association uuid, in_administration uuid, in_whole boolean)
RETURNS TABLE (association_id uuid, session_id uuid, part int, form_id uuid, version int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.association_id, s.id, s.part::int, s.form_id, coalesce(newest.version, 0) + 1
  FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  JOIN work.registration r ON r.association_id = t.association_id AND r.id = t.registration_id
  LEFT JOIN LATERAL (SELECT h.version, h.saves, h.made_at FROM work.sheet h
                     WHERE h.association_id = s.association_id AND h.session_id = s.id ORDER BY h.version DESC LIMIT 1) newest ON true
  WHERE s.state = 'closed'
    AND (in_association IS NULL OR s.association_id = in_association)
    AND (in_administration IS NULL OR r.administration_id = in_administration)
    AND CASE
      WHEN newest.version IS NULL THEN true
      WHEN in_whole OR s.closed_at > (SELECT service.now_utc()) - interval '15 minutes'
           OR EXISTS (SELECT FROM work.late_decision d
                      WHERE d.association_id = s.association_id AND d.session_id = s.id AND d.decided_at >= newest.made_at)
      THEN newest.saves < (SELECT count(*) FROM work.save v   -- as saves_counted() says, without a call for each session
                           WHERE v.association_id = s.association_id AND v.session_id = s.id
                             AND (NOT v.late OR registrar_api.let_in(v.association_id, v.session_id, v.epoch, v.sequence)))
      ELSE false END;
$$;
