-- "2027-03-14 09:00" in the zone as an instant; NULL: it is no such moment.
CREATE OR REPLACE FUNCTION coordination_api.typed_moment(in_typed text, in_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN CASE WHEN in_typed ~ '^\d{4}-\d\d-\d\d \d\d:\d\d$' THEN in_typed::timestamp AT TIME ZONE in_zone END;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END;
$$;
