-- How much of each session of an administration is stored in time, out of how much there is to answer: items of Part 1, prompts of
-- Part 2. Where some vignettes of a set are to be chosen, those that are written most stand for the choice, which is sealed. asked is
-- NULL where that is not known. late: answers that came late and wait for a word.
CREATE OR REPLACE FUNCTION coordination_api.saved_of(in_association uuid, in_administration uuid)
RETURNS TABLE (session uuid, saved bigint, asked bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH sat AS MATERIALIZED (
    SELECT s.id, s.part, s.form_id FROM work.registration r
    JOIN work.attempt t ON t.association_id = r.association_id AND t.registration_id = r.id
    JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
    WHERE r.association_id = in_association AND r.administration_id = in_administration AND r.withdrawn_at IS NULL),
  stored AS MATERIALIZED (
    SELECT sat.id, v.ref, bool_or(NOT v.late) AS timely, bool_or(v.late) AS late,
           substring(v.ref FROM '^prompt\.([0-9]+)\.')::int AS vignette
    FROM sat JOIN work.save v ON v.association_id = in_association AND v.session_id = sat.id
    GROUP BY sat.id, v.ref),
  sum AS (
    SELECT w.id, count(*) FILTER (WHERE w.timely AND w.ref LIKE 'item.%') AS items, bool_or(w.late) AS late FROM stored w GROUP BY w.id),
  page AS (
    SELECT w.id, w.vignette, count(*) AS saved FROM stored w WHERE w.timely AND w.vignette IS NOT NULL GROUP BY w.id, w.vignette),
  item AS (
    SELECT i.form_id, count(*) AS asked FROM bank.form_item i
    WHERE i.association_id = in_association AND i.form_id IN (SELECT sat.form_id FROM sat WHERE sat.part = 1) GROUP BY i.form_id),
  written AS (
    SELECT sat.id, f.choose, g.prompts, coalesce(page.saved, 0) AS saved,
           row_number() OVER (PARTITION BY sat.id, f.choice_set ORDER BY page.saved DESC NULLS LAST, f.position) AS place
    FROM sat
    JOIN bank.form_vignette f ON f.association_id = in_association AND f.form_id = sat.form_id
    JOIN bank.vignette g ON g.association_id = f.association_id AND g.id = f.vignette_id
    LEFT JOIN page ON page.id = sat.id AND page.vignette = f.position
    WHERE sat.part = 2),
  chosen AS (
    SELECT w.id, sum(w.saved)::bigint AS saved, CASE WHEN bool_and(w.prompts IS NOT NULL) THEN sum(w.prompts)::bigint END AS asked
    FROM written w WHERE w.place <= w.choose GROUP BY w.id)
  SELECT sat.id, coalesce(CASE sat.part WHEN 1 THEN sum.items ELSE chosen.saved END, 0),
         CASE sat.part WHEN 1 THEN item.asked ELSE chosen.asked END,
         CASE WHEN sum.late THEN work.late_waiting(in_association, sat.id) ELSE 0 END
  FROM sat
  LEFT JOIN sum ON sum.id = sat.id
  LEFT JOIN item ON item.form_id = sat.form_id
  LEFT JOIN chosen ON chosen.id = sat.id;
$$;
