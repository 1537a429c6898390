-- Other rights, categories or room for a member of staff; no rights at all ends their access at once. Nobody takes the right to
-- coordinate from themselves, and who has ever seen candidates is not turned into somebody who sees responses, or the reverse.
-- in_sealed: who they are and where they work, as the desk sealed it, where that is another than before, else NULL. Of somebody who
-- reviews it is worked out anew whom they are barred from, so it is not changed while remarks of an association that they review for
-- are read (add_conflict says why); all else may be. outcome: ok | not_allowed | not_found | same_person | collision | not_ready.
CREATE OR REPLACE FUNCTION coordination_api.change_staff(
  in_token bytea, in_account uuid, in_rights int, in_categories text[], in_capacity int, in_sealed bytea,
  OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  held int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT p.rights | p.held_before INTO held FROM staff.appointment p
  WHERE p.association_id = who.association AND p.account_id = in_account FOR UPDATE;
  outcome := CASE WHEN held IS NULL THEN 'not_found'
                  WHEN in_account = who.account AND in_rights & 1 = 0 THEN 'same_person'
                  WHEN in_rights NOT BETWEEN 0 AND 31 OR (in_rights & 12 <> 0 AND in_rights NOT IN (4, 8))
                    OR (held & 12 <> 0 AND in_rights & ~held <> 0) OR (held & 19 <> 0 AND in_rights & 12 <> 0) THEN 'collision'
                  WHEN in_sealed IS NOT NULL AND EXISTS (
                    SELECT FROM staff.appointment p WHERE p.account_id = in_account AND (p.rights | p.held_before) & 4 = 4
                      AND coordination_api.remarks_open(p.association_id)) THEN 'not_ready'
                  ELSE 'ok' END;
  IF outcome <> 'ok' THEN
    RETURN;
  END IF;
  UPDATE staff.appointment p SET rights = in_rights, held_before = held, categories = in_categories, capacity = in_capacity
  WHERE p.association_id = who.association AND p.account_id = in_account;
  IF in_sealed IS NOT NULL THEN
    UPDATE staff.account a SET sealed = in_sealed WHERE a.id = in_account;
    INSERT INTO staff.conflict_news (association_id)
    SELECT p.association_id FROM staff.appointment p WHERE p.account_id = in_account AND (p.rights | p.held_before) & 4 = 4;
  END IF;
  PERFORM audit.append(who.association, 'staff', who.account, 'staff.changed', in_account, jsonb_build_object('rights', in_rights));
END;
$$;
