-- Packets that reviewers gave back and the registrar has not seen: the reason and who gave it, and the response that the packet was
-- made of (NULL: there is nothing to mask again, because it is no candidate's or it is decided). It is asked
-- for four times a second, so its plan is kept. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.give_backs()
RETURNS TABLE (outcome text, association_id uuid, give_back_id uuid, sealed bytea, account_id uuid, account_sealed bytea,
               intake_id uuid, version int, intake_sealed bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT 'done'::text, g.association_id, g.id, g.sealed, a.id, a.sealed, i.id, i.version, i.sealed
  FROM review.give_back g
  JOIN review.allocation l ON l.association_id = g.association_id AND l.id = g.allocation_id
  JOIN review.packet k ON k.association_id = g.association_id AND k.id = g.packet_id
  JOIN staff.account a ON a.id = l.reviewer_id
  LEFT JOIN bridge.packet_link p ON p.association_id = k.association_id AND p.packet_id = k.id AND k.purpose = 'live' AND k.state <> 'decided'
  LEFT JOIN bridge.intake_link n ON n.association_id = p.association_id AND n.attempt_id = p.attempt_id
  LEFT JOIN intake.response i ON i.association_id = n.association_id AND i.id = n.intake_id
  WHERE g.state = 'given'
  ORDER BY g.id LIMIT 50;
END;
$$;
