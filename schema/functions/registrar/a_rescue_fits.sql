-- Whether all these answers can be of that session: under logins that the candidate has had, to questions that its form holds (the
-- same rule as candidate_api.ref_fits).
CREATE OR REPLACE FUNCTION registrar_api.rescue_fits(in_association uuid, in_session uuid, in_epoch int[], in_ref text[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(bool_and(
           EXISTS (SELECT FROM work.login l WHERE l.association_id = t.association_id AND l.registration_id = t.registration_id
                   AND l.epoch = u.epoch)
           AND CASE s.part
             WHEN 1 THEN EXISTS (SELECT FROM bank.form_item f WHERE f.association_id = s.association_id AND f.form_id = s.form_id
                                 AND u.ref = 'item.' || f.position)
             ELSE u.ref = 'choice'
                  OR u.ref ~ '^prompt\.[0-9]{1,2}\.[a-z0-9]{1,8}$'
                     AND EXISTS (SELECT FROM bank.form_vignette f WHERE f.association_id = s.association_id AND f.form_id = s.form_id
                                 AND starts_with(u.ref, 'prompt.' || f.position || '.')) END), true)
  FROM work.session s
  JOIN work.attempt t ON t.association_id = s.association_id AND t.id = s.attempt_id
  CROSS JOIN unnest(in_epoch, in_ref) AS u (epoch, ref)
  WHERE s.association_id = in_association AND s.id = in_session;
$$;
