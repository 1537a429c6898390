-- The vignettes of a Part 2 form in its order. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.form_vignettes(in_association uuid, in_form uuid)
RETURNS TABLE (outcome text, "position" int, vignette_id uuid, sealed bytea, choice_set text, choose int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', f.position, v.id, v.sealed, f.choice_set, f.choose
  FROM bank.form_vignette f
  JOIN bank.vignette v ON v.association_id = f.association_id AND v.id = f.vignette_id
  WHERE f.association_id = in_association AND f.form_id = in_form
  ORDER BY f.position;
$$;
