-- Would this person meet an item or a vignette again that an earlier session of theirs held? Compared by code, over revisions.
CREATE OR REPLACE FUNCTION coordination_api.repeats(
  in_association uuid, in_person uuid, in_administration uuid, in_track text, in_category text, in_parts smallint[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH seen AS (
    SELECT DISTINCT s.form_id FROM work.registration r
    JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    WHERE r.association_id = in_association AND r.person_id = in_person AND r.administration_id <> in_administration),
  planned AS (
    SELECT DISTINCT f.form_id FROM work.administration_form f
    WHERE f.association_id = in_association AND f.administration_id = in_administration AND f.track = in_track
      AND f.category = in_category AND f.part = ANY (in_parts)),
  content AS (
    SELECT fi.form_id, 'i/' || i.code AS code FROM bank.form_item fi
    JOIN bank.item i ON i.association_id = fi.association_id AND i.id = fi.item_id
    WHERE fi.association_id = in_association
    UNION ALL
    SELECT fv.form_id, 'v/' || v.code FROM bank.form_vignette fv
    JOIN bank.vignette v ON v.association_id = fv.association_id AND v.id = fv.vignette_id
    WHERE fv.association_id = in_association)
  SELECT EXISTS (SELECT FROM content a JOIN seen ON seen.form_id = a.form_id
                 JOIN content b ON b.code = a.code JOIN planned ON planned.form_id = b.form_id);
$$;
