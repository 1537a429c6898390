-- A candidate asks for an accommodation, in words that are sealed. It is received today, in the association's zone; the same id
-- again is the same request. outcome: done | signed_out | already (one of this kind is asked for or granted) | exam_over.
CREATE OR REPLACE FUNCTION candidate_api.file_accommodation(in_token_hash bytea, in_id uuid, in_kind text, in_request bytea,
                                                            OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  moment timestamptz := service.now_utc();
  received date;
  its_zone text;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  PERFORM work.hold_registration(l.association_id, l.registration_id);
  IF EXISTS (SELECT FROM work.accommodation c
             WHERE c.association_id = l.association_id AND c.id = in_id AND c.registration_id = l.registration_id) THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM work.accommodation c
             WHERE c.association_id = l.association_id AND c.registration_id = l.registration_id AND c.kind = in_kind
               AND c.state IN ('asked', 'granted')) THEN
    outcome := 'already';
    RETURN;
  END IF;
  IF work.exam_over(l.association_id, l.registration_id, moment) THEN
    outcome := 'exam_over';
    RETURN;
  END IF;
  SELECT a.zone INTO STRICT its_zone FROM staff.association a WHERE a.id = l.association_id;
  received := (moment AT TIME ZONE its_zone)::date;
  INSERT INTO work.accommodation (association_id, id, registration_id, kind, received_on, late, filed_by, filer_id, filed_at,
                                  request, documents)
  VALUES (l.association_id, in_id, l.registration_id, in_kind, received,
          received > work.request_by(l.association_id, l.registration_id, its_zone), 'candidate', l.registration_id, moment,
          in_request, CASE WHEN in_kind IN ('esl', 'dictionary') THEN 'not_needed' ELSE 'needed' END);
  PERFORM audit.append(l.association_id, 'candidate', l.registration_id, 'accommodation.filed', in_id,
                       jsonb_build_object('kind', in_kind));
END;
$$;
