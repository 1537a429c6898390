-- How many further packets its reviewer locks before a control packet is compared: 1 to 3, drawn of the allocation. Were it compared at
-- once, whoever is paused after a lock would know which packet was the control.
CREATE OR REPLACE FUNCTION registrar_api.control_rests(in_allocation uuid) RETURNS int
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 1 + get_byte(sha256(uuid_send(in_allocation)), 0) % 3;
$$;
