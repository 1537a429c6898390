-- Why a duty cannot be asked for now: [{"why", "count", "of", "is"}], empty when it can. A function of progress() alone.
CREATE OR REPLACE FUNCTION coordination_api.blockers(in_progress jsonb, in_kind text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH p AS (
    SELECT x.*, in_progress->'duties' AS duties, in_progress->>'release' AS release
    FROM jsonb_to_record(in_progress) AS x (roster int, owed int, settled int, proposed int, remasking int, approved int, held int, small int, packets int,
                                            waiting int, in_review int, third int, decided int, seats int, locked int, unapproved int,
                                            remarks_approved int)),
  list AS (
    SELECT b.* FROM p CROSS JOIN LATERAL (VALUES
      (1, 'roster_empty', 'score intake', p.roster = 0, NULL::int, NULL::int),
      (2, 'sessions_open', 'score intake', p.roster > 0 AND p.settled < p.owed, p.owed - p.settled, p.owed),
      (13, 'unapproved', 'preview', p.unapproved > 0, p.unapproved, NULL),
      (3, 'unscored', 'preview', p.duties->'score'->>'state' IS DISTINCT FROM 'done', NULL, NULL),
      (4, 'not_taken_in', 'packets preview', p.duties->'intake'->>'state' IS DISTINCT FROM 'done', NULL, NULL),
      (14, 'small_group', 'packets', p.small > 0, p.small, NULL),
      (15, 'held', 'preview', p.held > 0, p.held, NULL),
      (5, 'unmasked', 'packets preview', p.proposed > 0, p.proposed, NULL),
      -- It is between the reviewer who gave it back and the masker, or was approved and is not sealed anew yet.
      (5, 'unmasked', 'preview', p.proposed = 0 AND p.remasking > 0, p.remasking, NULL),
      (6, 'unpacked', 'preview', p.approved > 0, p.approved, NULL),
      (7, 'unallocated', 'preview', p.waiting > 0, p.waiting, NULL),
      (8, 'unlocked', 'preview', p.locked < p.seats, p.seats - p.locked, p.seats),
      (9, 'third_pending', 'preview', p.third > 0, p.third, NULL),
      (10, 'undecided', 'preview', p.in_review > 0 AND p.locked = p.seats, p.in_review, NULL),
      -- Remarks are proposed when all is decided; one that is still on its way counts as one that waits.
      (15, 'unread_remarks', 'preview', p.packets > 0 AND p.decided = p.packets AND p.remarks_approved < p.packets,
           p.packets - p.remarks_approved, NULL),
      (11, 'confirmed', 'score intake packets preview', p.release = 'confirmed', NULL, NULL),
      (12, 'released', 'score intake packets', p.release = 'released', NULL, NULL))
      AS b (place, why, kinds, holds, number, whole))
  SELECT coalesce(jsonb_agg(jsonb_build_object('why', l.why, 'count', l.number, 'of', l.whole, 'is', jsonb_build_object(l.why, true))
                            ORDER BY l.place), '[]')
  FROM list l WHERE l.holds AND in_kind = ANY (string_to_array(l.kinds, ' '));
$$;
