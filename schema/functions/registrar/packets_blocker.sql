-- Why packets cannot be made now: what keeps responses from being taken in | small_group (a group of fewer than five waits for a
-- coordinator's word). Groups that are held do not stand in the way of the others. outcome: done.
CREATE OR REPLACE FUNCTION registrar_api.packets_blocker(in_association uuid, in_administration uuid, OUT outcome text, OUT note text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT 'done', CASE
    WHEN b.note <> '' THEN b.note
    WHEN EXISTS (SELECT FROM work.groups(in_association, in_administration) g WHERE g.waits = 'decision') THEN 'small_group'
    ELSE '' END
  FROM registrar_api.intake_blocker(in_association, in_administration) b;
$$;
