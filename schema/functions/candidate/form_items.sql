-- The questions of a Part 1 form, for a candidate who has opened a session with it. outcome: done.
CREATE OR REPLACE FUNCTION candidate_api.form_items(in_token_hash bytea, in_form uuid)
RETURNS TABLE (outcome text, "position" int, item_id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', f.position, i.id, i.sealed
  FROM candidate_api.login_of(in_token_hash) l
  JOIN bank.form_item f ON f.association_id = l.association_id AND f.form_id = in_form
  JOIN bank.item i ON i.association_id = f.association_id AND i.id = f.item_id
  WHERE l.outcome = 'done'
    AND EXISTS (SELECT FROM work.attempt t
                JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
                WHERE t.association_id = l.association_id AND t.registration_id = l.registration_id AND s.form_id = in_form)
  ORDER BY f.position;
$$;
