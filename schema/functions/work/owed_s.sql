-- The seconds that work.owed adds up to.
CREATE OR REPLACE FUNCTION work.owed_s(in_association uuid, in_registration uuid, in_part int) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT sum(o.minutes) * 60 FROM work.owed(in_association, in_registration, in_part) o);
END;
$$;
