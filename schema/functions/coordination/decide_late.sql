-- A coordinator's word on the answers that came late in one part of one candidate: they count, or they do not. Each is decided
-- once, with a reason. Once the responses of an administration are taken in, late Part 2 answers cannot count any more.
-- outcome: ok | not_allowed | not_found (nothing late waits there) | already (too late to let them count).
CREATE OR REPLACE FUNCTION coordination_api.decide_late(
  in_token bytea, in_registration uuid, in_part int, in_accept boolean, in_reason text, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  session uuid;
  administration uuid;
  decided int;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT s.id, r.administration_id INTO session, administration
  FROM work.registration r
  JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id AND s.part = in_part
  WHERE r.association_id = who.association AND r.id = in_registration;
  IF in_accept AND in_part = 2 THEN
    PERFORM 1 FROM intake.response i WHERE i.association_id = who.association AND i.administration_id = administration;
    IF FOUND THEN
      outcome := 'already';
      RETURN;
    END IF;
  END IF;
  decided := work.decide_late(who.association, session, in_accept, in_reason, who.account);
  outcome := CASE WHEN decided > 0 THEN 'ok' ELSE 'not_found' END;
  doc := jsonb_build_object('id', administration);
  IF decided > 0 THEN
    PERFORM audit.append(who.association, 'staff', who.account, 'late.decided', session,
                         jsonb_build_object('saves', decided, 'accepted', in_accept));
  END IF;
END;
$$;
