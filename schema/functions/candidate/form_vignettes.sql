-- The vignettes of a Part 2 form, for a candidate who has opened a session with it. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.form_vignettes(in_token_hash bytea, in_form uuid)
RETURNS TABLE (outcome text, "position" int, vignette_id uuid, sealed bytea, choice_set text, choose int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', f.position, v.id, v.sealed, f.choice_set, f.choose
  FROM candidate_api.login_of(in_token_hash) l
  JOIN bank.form_vignette f ON f.association_id = l.association_id AND f.form_id = in_form
  JOIN bank.vignette v ON v.association_id = f.association_id AND v.id = f.vignette_id
  WHERE l.outcome = 'done'
    AND EXISTS (SELECT FROM work.attempt t
                JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                WHERE t.association_id = l.association_id AND t.registration_id = l.registration_id AND s.form_id = in_form)
  ORDER BY f.position;
$$;
