-- An own packet goes back, with a reason that the registrar reads: the allocation and its draft end, and from this moment nobody
-- gets a seat of it (review.packet.remasking). A locked review stays. The packet is locked before the allocation, as elsewhere.
-- Practice is nobody's and does not go back. outcome: given | locked | paused | practice_first | not_found.
CREATE OR REPLACE FUNCTION review_api.give_back(in_token_hash bytea, in_code text, in_id uuid, in_sealed bytea, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  account uuid := review_api.a_reviewer(in_token_hash);
  mine record;
BEGIN
  PERFORM 1 FROM review.packet k
  JOIN review.allocation a ON a.association_id = k.association_id AND a.packet_id = k.id
  WHERE a.reviewer_id = account AND a.code = in_code FOR UPDATE OF k;
  SELECT a.association_id, a.id, a.packet_id, a.state, a.practice, a.held INTO mine
  FROM review.allocation a
  JOIN staff.appointment p ON p.association_id = a.association_id AND p.account_id = a.reviewer_id AND p.rights & 4 = 4
  WHERE a.reviewer_id = account AND a.code = in_code AND a.state IN ('open', 'locked')
  FOR UPDATE OF a;
  outcome := CASE WHEN mine.state IS NULL OR mine.practice THEN 'not_found' WHEN mine.state = 'locked' THEN 'locked'
                  WHEN mine.held = 'paused' THEN 'paused' WHEN mine.held <> '' THEN 'practice_first' ELSE 'given' END;
  IF outcome <> 'given' THEN
    RETURN;
  END IF;
  UPDATE review.packet k SET remasking = true WHERE k.association_id = mine.association_id AND k.id = mine.packet_id;
  UPDATE review.allocation a SET state = 'ended', draft = NULL WHERE a.association_id = mine.association_id AND a.id = mine.id;
  INSERT INTO review.give_back (association_id, id, packet_id, allocation_id, sealed)
  VALUES (mine.association_id, in_id, mine.packet_id, mine.id, in_sealed);
  PERFORM audit.append(mine.association_id, 'staff', account, 'review.given_back', mine.id, '{}');
END;
$$;
