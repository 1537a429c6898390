-- How many hold a slot.
CREATE OR REPLACE FUNCTION work.places_taken(in_association uuid, in_slot uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN (SELECT count(*) FROM work.appointment a
          JOIN work.registration r ON r.association_id = a.association_id AND r.id = a.registration_id
          WHERE a.association_id = in_association AND a.slot_id = in_slot AND NOT a.cancelled AND r.withdrawn_at IS NULL);
END;
$$;
