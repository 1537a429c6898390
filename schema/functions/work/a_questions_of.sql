-- How many questions a form has, which never changes: items for Part 1, vignettes for Part 2.
CREATE OR REPLACE FUNCTION work.questions_of(in_association uuid, in_form uuid, in_part int) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN CASE in_part
    WHEN 1 THEN (SELECT count(*) FROM bank.form_item f WHERE f.association_id = in_association AND f.form_id = in_form)
    ELSE (SELECT count(*) FROM bank.form_vignette f WHERE f.association_id = in_association AND f.form_id = in_form) END;
END;
$$;
