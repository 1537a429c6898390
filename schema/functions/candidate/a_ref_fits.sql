-- Is there such a question in the form of that part? outcome: done | unknown_ref.
CREATE OR REPLACE FUNCTION candidate_api.ref_fits(in_token_hash bytea, in_part int, in_form uuid, in_ref text, OUT outcome text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN
      (in_part = 1 AND EXISTS (SELECT FROM bank.form_item f WHERE f.association_id = l.association_id AND f.form_id = in_form
                               AND in_ref = 'item.' || f.position))
   OR (in_part = 2 AND in_ref ~ '^prompt\.[0-9]{1,2}\.[a-z0-9]{1,8}$'
       AND EXISTS (SELECT FROM bank.form_vignette f WHERE f.association_id = l.association_id AND f.form_id = in_form
                               AND starts_with(in_ref, 'prompt.' || f.position || '.')))
   OR (in_part = 2 AND in_ref = 'choice') THEN 'done' ELSE 'unknown_ref' END
  FROM candidate_api.login_of(in_token_hash) l;
$$;
