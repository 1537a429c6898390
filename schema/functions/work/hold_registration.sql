-- Until commit nobody else opens a part of this candidate or decides about their time: what a session begins with and what is
-- decided meanwhile are one after the other, so no minute falls between them.
CREATE OR REPLACE FUNCTION work.hold_registration(in_association uuid, in_registration uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM work.registration r WHERE r.association_id = in_association AND r.id = in_registration FOR NO KEY UPDATE;
END;
$$;
