-- Takes a whole question bank, all or nothing. What has the newest revision's digest is there already; what differs becomes a
-- new revision. A form is published with the newest revisions of this moment and keeps them.
-- How many prompts a vignette has is filled in where it is not known yet.
-- Entries belong to forms by code: items of Part 1 forms (set '', choose 0), vignettes of Part 2 forms.
-- Calibration packets belong to a form by code, and are new again with a new revision of their form; the text is sealed with its agreed
-- levels. in_calibration_places: of its vignettes in the form, page by page, as '1,3'.
-- outcome: imported | unchanged (nothing was new) | unknown_association.
CREATE OR REPLACE FUNCTION registrar_api.import_bank(
  in_association text,
  in_item_id uuid[], in_item_code text[], in_item_area text[], in_item_age text[], in_item_sealed bytea[], in_item_digest bytea[],
  in_key_sealed bytea[],
  in_vignette_id uuid[], in_vignette_code text[], in_vignette_category text[], in_vignette_sealed bytea[], in_vignette_digest bytea[],
  in_vignette_prompts int[],
  in_rubric_id uuid[], in_rubric_code text[], in_rubric_category text[], in_rubric_criteria int[], in_rubric_top int[],
  in_rubric_sealed bytea[], in_rubric_digest bytea[],
  in_form_id uuid[], in_form_code text[], in_form_part int[], in_form_tracks text[], in_form_category text[], in_form_title text[],
  in_form_rubric text[], in_form_digest bytea[],
  in_entry_form text[], in_entry_position int[], in_entry_code text[], in_entry_set text[], in_entry_choose int[],
  in_calibration_id uuid[], in_calibration_code text[], in_calibration_form text[], in_calibration_purpose text[],
  in_calibration_places text[], in_calibration_sealed bytea[], in_calibration_digest bytea[],
  OUT outcome text, OUT items int, OUT vignettes int, OUT rubrics int, OUT forms int,
  OUT calibrations int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  association uuid;
  moment timestamptz := service.now_utc();
  wanted bigint;
  placed bigint;
  placed_more bigint;
BEGIN
  SELECT a.id INTO association FROM staff.association a WHERE a.code = in_association;
  IF NOT FOUND THEN
    outcome := 'unknown_association';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('bank.import ' || association::text, 0));

  INSERT INTO bank.item (association_id, id, code, revision, area, age_range, sealed, digest, imported_at)
  SELECT association, n.id, n.code, 1 + coalesce(old.revision, 0), n.area, n.age, n.sealed, n.digest, moment
  FROM unnest(in_item_id, in_item_code, in_item_area, in_item_age, in_item_sealed, in_item_digest)
         AS n (id, code, area, age, sealed, digest)
  LEFT JOIN LATERAL (SELECT i.revision, i.digest FROM bank.item i
                     WHERE i.association_id = association AND i.code = n.code ORDER BY i.revision DESC LIMIT 1) old ON true
  WHERE old.digest IS DISTINCT FROM n.digest;
  GET DIAGNOSTICS items = ROW_COUNT;
  INSERT INTO bank_key.item_key (association_id, item_id, sealed)
  SELECT association, n.id, n.sealed
  FROM unnest(in_item_id, in_key_sealed) AS n (id, sealed)
  JOIN bank.item i ON i.association_id = association AND i.id = n.id;

  UPDATE bank.vignette v SET prompts = n.prompts
  FROM unnest(in_vignette_digest, in_vignette_prompts) AS n (digest, prompts)
  WHERE v.association_id = association AND v.digest = n.digest AND v.prompts IS NULL;
  INSERT INTO bank.vignette (association_id, id, code, revision, category, sealed, digest, prompts, imported_at)
  SELECT association, n.id, n.code, 1 + coalesce(old.revision, 0), n.category, n.sealed, n.digest, n.prompts, moment
  FROM unnest(in_vignette_id, in_vignette_code, in_vignette_category, in_vignette_sealed, in_vignette_digest, in_vignette_prompts)
         AS n (id, code, category, sealed, digest, prompts)
  LEFT JOIN LATERAL (SELECT v.revision, v.digest FROM bank.vignette v
                     WHERE v.association_id = association AND v.code = n.code ORDER BY v.revision DESC LIMIT 1) old ON true
  WHERE old.digest IS DISTINCT FROM n.digest;
  GET DIAGNOSTICS vignettes = ROW_COUNT;

  INSERT INTO bank.rubric (association_id, id, code, revision, category, criteria, top_level, sealed, digest, imported_at)
  SELECT association, n.id, n.code, 1 + coalesce(old.revision, 0), n.category, n.criteria, n.top, n.sealed, n.digest, moment
  FROM unnest(in_rubric_id, in_rubric_code, in_rubric_category, in_rubric_criteria, in_rubric_top, in_rubric_sealed, in_rubric_digest)
         AS n (id, code, category, criteria, top, sealed, digest)
  LEFT JOIN LATERAL (SELECT r.revision, r.digest FROM bank.rubric r
                     WHERE r.association_id = association AND r.code = n.code ORDER BY r.revision DESC LIMIT 1) old ON true
  WHERE old.digest IS DISTINCT FROM n.digest;
  GET DIAGNOSTICS rubrics = ROW_COUNT;

  INSERT INTO bank.form (association_id, id, code, revision, part, tracks, category, title, rubric_id, digest, published_at)
  SELECT association, n.id, n.code, 1 + coalesce(old.revision, 0), n.part, string_to_array(n.tracks, ','), nullif(n.category, ''),
         n.title, (SELECT r.id FROM bank.rubric r WHERE r.association_id = association AND r.code = n.rubric
                   ORDER BY r.revision DESC LIMIT 1), n.digest, moment
  FROM unnest(in_form_id, in_form_code, in_form_part, in_form_tracks, in_form_category, in_form_title, in_form_rubric, in_form_digest)
         AS n (id, code, part, tracks, category, title, rubric, digest)
  LEFT JOIN LATERAL (SELECT f.revision, f.digest FROM bank.form f
                     WHERE f.association_id = association AND f.code = n.code ORDER BY f.revision DESC LIMIT 1) old ON true
  WHERE old.digest IS DISTINCT FROM n.digest;
  GET DIAGNOSTICS forms = ROW_COUNT;

  INSERT INTO bank.form_item (association_id, form_id, position, item_id)
  SELECT association, f.id, e.place, i.id
  FROM unnest(in_entry_form, in_entry_position, in_entry_code) AS e (form, place, code)
  JOIN unnest(in_form_id, in_form_code) AS n (id, code) ON n.code = e.form
  JOIN bank.form f ON f.association_id = association AND f.id = n.id AND f.part = 1
  JOIN LATERAL (SELECT i.id FROM bank.item i WHERE i.association_id = association AND i.code = e.code
                ORDER BY i.revision DESC LIMIT 1) i ON true;
  GET DIAGNOSTICS placed = ROW_COUNT;
  INSERT INTO bank.form_vignette (association_id, form_id, position, vignette_id, choice_set, choose)
  SELECT association, f.id, e.place, v.id, e.choice_set, e.choose
  FROM unnest(in_entry_form, in_entry_position, in_entry_code, in_entry_set, in_entry_choose)
         AS e (form, place, code, choice_set, choose)
  JOIN unnest(in_form_id, in_form_code) AS n (id, code) ON n.code = e.form
  JOIN bank.form f ON f.association_id = association AND f.id = n.id AND f.part = 2
  JOIN LATERAL (SELECT v.id FROM bank.vignette v WHERE v.association_id = association AND v.code = e.code
                ORDER BY v.revision DESC LIMIT 1) v ON true;
  GET DIAGNOSTICS placed_more = ROW_COUNT;
  SELECT count(*) INTO wanted
  FROM unnest(in_entry_form) AS e (form)
  JOIN unnest(in_form_id, in_form_code) AS n (id, code) ON n.code = e.form
  JOIN bank.form f ON f.association_id = association AND f.id = n.id;
  IF placed + placed_more <> wanted THEN
    RAISE EXCEPTION 'a form names something that the bank does not hold';
  END IF;

  INSERT INTO bank.calibration (association_id, id, code, revision, form_id, purpose, places, digest, imported_at)
  SELECT association, n.id, n.code, 1 + coalesce(old.revision, 0), f.id, n.purpose, string_to_array(n.places, ',')::smallint[], n.digest,
         moment
  FROM unnest(in_calibration_id, in_calibration_code, in_calibration_form, in_calibration_purpose, in_calibration_places,
              in_calibration_digest) AS n (id, code, form, purpose, places, digest)
  LEFT JOIN LATERAL (SELECT f.id FROM bank.form f WHERE f.association_id = association AND f.code = n.form
                     ORDER BY f.revision DESC LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT c.revision, c.digest, c.form_id FROM bank.calibration c
                     WHERE c.association_id = association AND c.code = n.code ORDER BY c.revision DESC LIMIT 1) old ON true
  WHERE (old.digest, old.form_id) IS DISTINCT FROM (n.digest, f.id);
  GET DIAGNOSTICS calibrations = ROW_COUNT;
  INSERT INTO bank_key.calibration_text (association_id, calibration_id, sealed)
  SELECT association, n.id, n.sealed
  FROM unnest(in_calibration_id, in_calibration_sealed) AS n (id, sealed)
  JOIN bank.calibration c ON c.association_id = association AND c.id = n.id;

  IF items + vignettes + rubrics + forms + calibrations = 0 THEN
    outcome := 'unchanged';
    RETURN;
  END IF;
  PERFORM audit.append(association, 'operator', NULL, 'bank.imported', NULL,
                       jsonb_build_object('items', items, 'vignettes', vignettes, 'rubrics', rubrics, 'forms', forms,
                                          'calibrations', calibrations));
  outcome := 'imported';
END;
$$;
