-- Takes a slot off the list; only while nobody has it. Twice is once.
-- outcome: ok (doc.id: the administration) | not_allowed | not_found | bad_field (somebody has it).
CREATE OR REPLACE FUNCTION coordination_api.withdraw_slot(in_token bytea, in_slot uuid, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  slot work.slot;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT s.* INTO slot FROM work.slot s WHERE s.association_id = who.association AND s.id = in_slot FOR NO KEY UPDATE;
  outcome := CASE WHEN slot.id IS NULL THEN 'not_found'
                  WHEN work.places_taken(who.association, in_slot) > 0 THEN 'bad_field'
                  ELSE 'ok' END;
  doc := CASE outcome WHEN 'ok' THEN jsonb_build_object('id', slot.administration_id)
                      WHEN 'bad_field' THEN '{"field": "withdraw", "why": "slot_held"}' END;
  IF outcome = 'ok' AND NOT slot.withdrawn THEN
    UPDATE work.slot AS s SET withdrawn = true WHERE s.association_id = who.association AND s.id = in_slot;
    PERFORM audit.append(who.association, 'staff', who.account, 'slot.withdrawn', in_slot, '{}');
  END IF;
END;
$$;
