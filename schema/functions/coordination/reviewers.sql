-- Reviewers with their room and what they hold; packets by category and count, never which packet. waiting: packets of which a
-- seat is empty; reserve: packets for which no third reviewer could be called. third and decided are NULL, and not in the sum, where
-- a category has fewer than five packets: there they would say of single ones what came of them. The registrar calls a third without
-- being asked as soon as somebody may have the seat. calibration: how far off each was in practice and control packets;
-- controls_missing: control packets of the policy that they were not given, because the bank has none that they do not know, or in the
-- seconds before they are given (NULL: none); paused: since when they pause. outcome: ok | not_allowed | not_found.
CREATE OR REPLACE FUNCTION coordination_api.reviewers(in_token bytea, in_administration uuid, OUT outcome text, OUT doc jsonb)
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
  WITH empty AS (
    SELECT e.category, count(DISTINCT e.packet_id) FILTER (WHERE e.seat < 3) AS waiting, count(*) FILTER (WHERE e.seat = 3) AS third
    FROM coordination_api.empty_seats(who.association, in_administration) e GROUP BY 1),
  packet AS (
    SELECT k.category, count(*) AS total,
           CASE WHEN count(*) >= 5 THEN count(*) FILTER (WHERE k.state = 'decided') END AS decided,
           coalesce(max(e.waiting), 0) AS waiting, CASE WHEN count(*) >= 5 THEN coalesce(max(e.third), 0) END AS third, coalesce(max(r.packets), 0) AS reserve
    FROM review.packet k
    LEFT JOIN empty e ON e.category = k.category
    LEFT JOIN coordination_api.reserve(who.association, in_administration) r ON r.category = k.category
    WHERE k.association_id = who.association AND k.administration_id = in_administration AND k.purpose = 'live' GROUP BY k.category)
  SELECT jsonb_build_object('id', adm.id, 'title', adm.title, 'policy_days', adm.idle_days,
    'calibrates', adm.practice_packets + adm.control_packets > 0,
    'checking', EXISTS (SELECT FROM staff.conflict_news n WHERE n.association_id = who.association),
    'anything', (SELECT coalesce(sum(packet.waiting + coalesce(packet.third, 0)), 0) > 0 FROM packet),
    'some_few', (SELECT coalesce(bool_or(packet.total < 5), false) FROM packet),
    'to_allocate', (SELECT coalesce(sum(packet.waiting + coalesce(packet.third, 0)), 0) FROM packet),
    'categories', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'category', packet.category, 'is', jsonb_build_object(packet.category, true), 'total', packet.total, 'waiting', packet.waiting,
        'third', packet.third, 'decided', packet.decided, 'few', packet.total < 5, 'reserve', nullif(packet.reserve, 0)) ORDER BY packet.category), '[]') FROM packet),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object(
        'account', a.id, 'sealed', encode(a.sealed, 'hex'), 'capacity', coalesce(p.capacity, 0),
        'categories', (SELECT coalesce(jsonb_agg(jsonb_build_object('is', jsonb_build_object(c.word, true))), '[]') FROM unnest(p.categories) c (word)),
        'allocated', s.allocated, 'locked', s.locked, 'open', s.open,
        'idle_days', s.idle_days,
        'calibration', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'is', jsonb_build_object(g.purpose, true, g.category, true), 'points', g.points, 'levels', g.levels, 'outside', g.outside)
            ORDER BY g.purpose DESC, g.category, g.points, g.levels), '[]') FROM review.calibration g
          WHERE g.association_id = who.association AND g.administration_id = in_administration AND g.reviewer_id = s.account_id
            AND g.revision > 0),
        'controls_missing', (SELECT nullif(sum(greatest(0, adm.control_packets - (
            SELECT count(*) FROM review.calibration g WHERE g.association_id = who.association AND g.administration_id = in_administration
              AND g.reviewer_id = s.account_id AND g.category = h.category AND g.purpose = 'control'))), 0)::int
          FROM (SELECT DISTINCT k.category FROM review.packet k
                JOIN review.allocation l ON l.association_id = k.association_id AND l.packet_id = k.id AND l.reviewer_id = s.account_id
                  AND l.state <> 'ended'
                WHERE k.association_id = who.association AND k.administration_id = in_administration AND k.purpose = 'live') h),
        'paused', (SELECT jsonb_build_object('since', coordination_api.show_time(min(e.paused_at), who.zone)) FROM review.pause e
          WHERE e.association_id = who.association AND e.administration_id = in_administration AND e.reviewer_id = s.account_id
            AND e.ended IS NULL HAVING count(*) > 0),
        'stopped', s.stopped, 'may_stop', NOT s.stopped, 'reviews', coalesce(p.rights, 0) = 4)), '[]')
      FROM coordination_api.reviewer_states(who.association, in_administration) s
      JOIN staff.account a ON a.id = s.account_id
      LEFT JOIN staff.appointment p ON p.association_id = who.association AND p.account_id = s.account_id))
  INTO doc;
END;
$$;
