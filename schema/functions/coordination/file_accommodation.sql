-- A coordinator enters a request that a candidate made in another way. in_received: the day it came, in the association's zone.
-- outcome: ok | not_allowed | not_found | already (one of this kind is asked for or granted) | bad_field.
CREATE OR REPLACE FUNCTION coordination_api.file_accommodation(in_token bytea, in_registration uuid, in_id uuid, in_kind text,
                                                               in_received text, in_request bytea, OUT outcome text, OUT doc jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  who record;
  moment timestamptz := service.now_utc();
  received date;
  is_late boolean;
BEGIN
  SELECT * INTO who FROM coordination_api.caller(in_token, 1);
  IF who.account IS NULL THEN
    outcome := 'not_allowed';
    RETURN;
  END IF;
  PERFORM 1 FROM work.registration r
  WHERE r.association_id = who.association AND r.id = in_registration AND r.withdrawn_at IS NULL;
  IF NOT FOUND THEN
    outcome := 'not_found';
    RETURN;
  END IF;
  outcome := 'bad_field';
  doc := '{"field": "received_on", "reason": "received_wrong"}';
  IF in_received !~ '^\d{4}-\d\d-\d\d$' THEN
    RETURN;
  END IF;
  BEGIN
    received := in_received::date;
  EXCEPTION WHEN data_exception THEN
    RETURN;
  END;
  IF received > (moment AT TIME ZONE who.zone)::date OR received < (moment AT TIME ZONE who.zone)::date - 400 THEN
    RETURN;
  END IF;
  doc := NULL;
  is_late := received > work.request_by(who.association, in_registration, who.zone);
  BEGIN
    INSERT INTO work.accommodation (association_id, id, registration_id, kind, received_on, late, filed_by, filer_id, filed_at,
                                    request, documents)
    VALUES (who.association, in_id, in_registration, in_kind, received, is_late, 'staff', who.account, moment, in_request,
            CASE WHEN in_kind IN ('esl', 'dictionary') THEN 'not_needed' ELSE 'needed' END);
  EXCEPTION WHEN unique_violation THEN
    outcome := 'already';
    RETURN;
  END;
  PERFORM audit.append(who.association, 'staff', who.account, 'accommodation.filed', in_id,
                       jsonb_build_object('kind', in_kind, 'late', is_late));
  outcome := 'ok';
  doc := jsonb_build_object('id', in_id);
END;
$$;
