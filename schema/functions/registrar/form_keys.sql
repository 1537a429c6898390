-- The keys of a Part 1 form in its order. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.form_keys(in_association uuid, in_form uuid)
RETURNS TABLE (outcome text, item_id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', k.item_id, k.sealed
  FROM bank.form_item f
  JOIN bank_key.item_key k ON k.association_id = f.association_id AND k.item_id = f.item_id
  WHERE f.association_id = in_association AND f.form_id = in_form
  ORDER BY f.position;
$$;
