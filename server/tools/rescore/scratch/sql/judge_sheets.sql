-- Part 1 once more: each answer beside its key, and exact decimals against the line. A sheet that does not fit its key has no score.
SELECT * FROM (
  SELECT p.id, p.version, concat_ws('; ',
    CASE WHEN s.id IS NULL THEN 'its sheet is gone' END,
    CASE WHEN (p.score, p.max, p.passed) IS DISTINCT FROM (n.score, n.max, n.score >= s.percent * n.max / 100.0)
      THEN format('stored %s of %s, passed %s; recomputed %s of %s, passed %s', p.score, p.max, p.passed, n.score, n.max,
                  n.score >= s.percent * n.max / 100.0) END,
    CASE WHEN NOT p.keys_fit THEN 'scored with other keys than the form has' END,
    CASE WHEN p.rule <> 'percent-of-items/1' THEN format('rule %s is not known', p.rule) END) AS what
  FROM score p
  LEFT JOIN sheet s ON s.id = p.id AND s.version = p.version
  LEFT JOIN (SELECT form, letters, string_to_array(letters, NULL) AS wanted FROM form_key OFFSET 0) k ON k.form = s.form
  LEFT JOIN LATERAL (
    SELECT count(*)::int AS max, (count(*) FILTER (WHERE a.given = a.wanted))::int AS score
    FROM unnest(string_to_array(s.letters, NULL), k.wanted) a (given, wanted)) n
    ON translate(s.letters, 'ABCD-', '') = '' AND translate(k.letters, 'ABCD', '') = '' AND s.letters <> ''
      AND length(s.letters) = length(k.letters)) judged
WHERE what <> ''
ORDER BY id, version
