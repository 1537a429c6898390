-- What counts in a session: for each question the save of the highest login and sequence among those that count.
-- in_refs: of these questions only; NULL: of whatever was answered, which with prompts is as much as a client likes to send.
-- outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.counted_saves(in_association uuid, in_session uuid, in_refs text[])
RETURNS TABLE (outcome text, ref text, save_id uuid, sealed bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT DISTINCT ON (v.ref) 'done', v.ref, v.save_id, v.sealed FROM work.save v
  WHERE v.association_id = in_association AND v.session_id = in_session AND (in_refs IS NULL OR v.ref = ANY (in_refs))
    AND (NOT v.late OR registrar_api.let_in(v.association_id, v.session_id, v.epoch, v.sequence))
  ORDER BY v.ref, v.epoch DESC, v.sequence DESC;
$$;
