-- A coordinator's decision, which applies itself: minutes are added at once to whatever is opened or runs. It may be changed, but
-- what a part was opened with is never taken away. in_opens, in_closes ("2027-03-14 09:00" in the association's zone) matter for
-- another date only; in_decision is sealed for in_version + 1; in_late_reason: it says why a late request is granted all the same.
-- outcome: ok | not_allowed | not_found | stale (decided or taken back meanwhile) | already (another one of this kind stands)
-- | locked (it would take away time) | closed (scoring has begun, so what is sat later would not count) | bad_field.
-- doc of the last: field and reason.
CREATE OR REPLACE FUNCTION coordination_api.decide_accommodation(
  in_token bytea, in_id uuid, in_version int, in_grant boolean, in_documents text, in_part1_minutes int, in_part2_minutes int,
  in_opens text, in_closes text, in_late_reason boolean, in_decision bytea, in_at timestamptz, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  own record;
  was work.accommodation;
  will work.accommodation;
  moment timestamptz := service.arrival(in_at);
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  SELECT r.id, r.parts, r.administration_id INTO own FROM work.accommodation c
  JOIN work.registration r ON r.association_id = c.association_id AND r.id = c.registration_id
  WHERE c.association_id = who.association AND c.id = in_id AND r.withdrawn_at IS NULL;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  -- Who asks for scores or takes responses in holds the same lock (ask_duty), so another date is given or scoring begins.
  PERFORM pg_advisory_xact_lock(hashtextextended(own.administration_id::text, 4));
  PERFORM work.hold_registration(who.association, own.id);
  SELECT c.* INTO STRICT was FROM work.accommodation c WHERE c.association_id = who.association AND c.id = in_id;
  IF was.version <> in_version OR was.state = 'withdrawn' THEN
    outcome := 'stale';
    RETURN;
  END IF;
  will := was;
  will.state := CASE WHEN in_grant THEN 'granted' ELSE 'refused' END;
  will.documents := in_documents;
  will.part1_minutes := CASE WHEN in_grant THEN in_part1_minutes ELSE 0 END;
  will.part2_minutes := CASE WHEN in_grant THEN in_part2_minutes ELSE 0 END;
  will.opens_at := NULL;
  will.closes_at := NULL;
  outcome := 'bad_field';
  IF in_grant AND was.kind = 'date' THEN
    will.opens_at := coordination_api.typed_moment(in_opens, who.zone);
    will.closes_at := coordination_api.typed_moment(in_closes, who.zone);
    doc := CASE WHEN will.opens_at IS NULL THEN '{"field": "opens_date", "reason": "date_wrong"}'
                WHEN will.closes_at IS NULL THEN '{"field": "closes_date", "reason": "date_wrong"}'
                WHEN will.closes_at <= will.opens_at OR will.closes_at > will.opens_at + interval '366 days'
                     OR (will.closes_at <= moment AND will.closes_at IS DISTINCT FROM was.closes_at)
                  THEN '{"field": "closes_date", "reason": "window_wrong"}' END;
    IF doc IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;
  doc := CASE WHEN in_grant
              THEN coordination_api.grant_fault(was.kind, in_documents, ARRAY[in_part1_minutes, in_part2_minutes], own.parts,
                                                was.late AND NOT in_late_reason) END;
  IF doc IS NOT NULL THEN
    RETURN;
  END IF;
  IF will.closes_at > greatest(moment, was.closes_at) AND EXISTS (
       SELECT FROM work.duty y WHERE y.association_id = who.association AND y.administration_id = own.administration_id
         AND y.kind IN ('score', 'intake') AND y.state <> 'refused') THEN
    outcome := 'closed';
    RETURN;
  END IF;
  IF coordination_api.grants_less(was, will) THEN
    outcome := 'locked';
    RETURN;
  END IF;
  BEGIN
    UPDATE work.accommodation AS c SET state = will.state, documents = will.documents, part1_minutes = will.part1_minutes,
      part2_minutes = will.part2_minutes, opens_at = will.opens_at, closes_at = will.closes_at, version = c.version + 1,
      decision = in_decision, decided_by = who.account, decided_at = moment
    WHERE c.association_id = who.association AND c.id = in_id;
  EXCEPTION WHEN unique_violation THEN
    outcome := 'already';
    RETURN;
  END;
  doc := jsonb_build_object('kind', was.kind, 'granted', in_grant, 'version', in_version + 1,
                            'part1_minutes', will.part1_minutes, 'part2_minutes', will.part2_minutes,
                            'sessions', work.apply_accommodation(who.association, own.id, who.account, moment));
  PERFORM audit.append(who.association, 'staff', who.account, 'accommodation.decided', in_id, doc);
  outcome := 'ok';
END;
$$;
