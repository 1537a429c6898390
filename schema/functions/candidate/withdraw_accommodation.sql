-- The candidate takes back a request that is not decided yet; twice is once. outcome: done | signed_out | no_request | decided.
CREATE OR REPLACE FUNCTION candidate_api.withdraw_accommodation(in_token_hash bytea, in_id uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l record;
  c record;
BEGIN
  SELECT * INTO l FROM candidate_api.login_of(in_token_hash);
  outcome := l.outcome;
  IF outcome <> 'done' THEN
    RETURN;
  END IF;
  PERFORM work.hold_registration(l.association_id, l.registration_id);
  SELECT x.kind, x.state INTO c FROM work.accommodation x
  WHERE x.association_id = l.association_id AND x.id = in_id AND x.registration_id = l.registration_id;
  outcome := CASE WHEN NOT FOUND THEN 'no_request' WHEN c.state IN ('granted', 'refused') THEN 'decided' ELSE 'done' END;
  IF outcome = 'done' AND c.state = 'asked' THEN
    UPDATE work.accommodation AS x SET state = 'withdrawn', version = x.version + 1
    WHERE x.association_id = l.association_id AND x.id = in_id;
    PERFORM audit.append(l.association_id, 'candidate', l.registration_id, 'accommodation.withdrawn', in_id,
                         jsonb_build_object('kind', c.kind));
  END IF;
END;
$$;
