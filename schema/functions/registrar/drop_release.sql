-- A confirmed batch that is no longer what it was computed from: it is not published and must be prepared and confirmed again.
-- outcome: dropped | gone.
CREATE OR REPLACE FUNCTION registrar_api.drop_release(in_association uuid, in_release uuid, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE result.release x SET state = 'dropped'
  WHERE x.association_id = in_association AND x.id = in_release AND x.state = 'confirmed';
  outcome := CASE WHEN FOUND THEN 'dropped' ELSE 'gone' END;
  IF FOUND THEN
    DELETE FROM result.preview p WHERE p.association_id = in_association AND p.release_id = in_release;
    PERFORM audit.append(in_association, 'registrar', NULL, 'release.dropped', in_release, jsonb_build_object('why', 'changed'));
  END IF;
END;
$$;
