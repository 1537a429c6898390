-- Which of these answers have an id under which another answer is stored: their places in the arrays, from 1. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.taken_ids(
  in_association uuid, in_session uuid, in_save_id uuid[], in_ref text[], in_digest bytea[])
RETURNS TABLE (outcome text, place bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', u.place FROM unnest(in_save_id, in_ref, in_digest) WITH ORDINALITY AS u (save_id, ref, digest, place)
  JOIN work.save v ON v.association_id = in_association AND v.session_id = in_session AND v.save_id = u.save_id
  WHERE v.ref <> u.ref OR v.digest <> u.digest;
$$;
