-- Part 2 once more, by the words of the rules (core/adjudicate.h) and in exact decimals: levels side by side, a median as what is left
-- without the highest and the lowest, the line as a number of points. way is what fired, without whether it passed; the ways on which
-- nothing is decided are whole words of the record.
WITH cells AS (
  SELECT p.*, a.cells IS NOT DISTINCT FROM b.cells AND (c.packet IS NULL OR a.cells = c.cells)
      AND cardinality(a.levels) = p.pages * p.criteria AND cardinality(b.levels) = p.pages * p.criteria
      AND (c.packet IS NULL OR cardinality(c.levels) = p.pages * p.criteria)
      AND n.lowest >= 0 AND n.highest <= p.top_level AS fit,
    (a.total, b.total) IS NOT DISTINCT FROM (n.one, n.two) AND c.total IS NOT DISTINCT FROM n.three AS add_up,
    a.committed AND b.committed AND coalesce(c.committed, true) AS committed, n.*,
    (n.one + n.two) / 2.0 AS mean,
    n.one + n.two + n.three - greatest(n.one, n.two, n.three) - least(n.one, n.two, n.three) AS middle,
    p.percent * n.count * p.top_level / 100.0 AS line
  FROM packet p
  LEFT JOIN review a ON a.packet = p.id AND a.seat = 1
  LEFT JOIN review b ON b.packet = p.id AND b.seat = 2
  LEFT JOIN review c ON c.packet = p.id AND c.seat = 3
  CROSS JOIN LATERAL (
    SELECT sum(x.a)::int AS one, sum(x.b)::int AS two, sum(x.c)::int AS three, count(*)::int AS count,
      (count(*) FILTER (WHERE abs(x.a - x.b) > p.tolerance))::int AS apart,
      sum(CASE WHEN abs(x.a - x.b) <= p.tolerance THEN x.a + x.b
          ELSE 2 * (x.a + x.b + x.c - greatest(x.a, x.b, x.c) - least(x.a, x.b, x.c)) END) / 2.0 AS by_cells,
      min(least(x.a, x.b, x.c)) AS lowest, max(greatest(x.a, x.b, x.c)) AS highest
    FROM unnest(a.levels, b.levels, c.levels) x (a, b, c)) n),
ways AS (
  SELECT cells.*, CASE
    WHEN rule = 'both_must_pass' THEN CASE
      WHEN three IS NOT NULL THEN 'three' WHEN (one >= line) <> (two >= line) THEN 'one_fails' ELSE 'both' END
    WHEN rule = 'median_of_three' THEN CASE WHEN three IS NULL THEN 'third_always' ELSE 'median' END
    WHEN rule = 'criterion_tolerance' THEN CASE WHEN apart = 0 THEN 'within' WHEN three IS NULL THEN 'cells_apart' ELSE 'cells' END
    WHEN one >= line AND two >= line THEN 'both'
    WHEN one < line AND two < line AND (rule = 'closest_to_third' OR line - mean > near) THEN 'both'
    WHEN three IS NULL THEN CASE WHEN one < line AND two < line THEN 'near_line' ELSE 'straddle' END
    WHEN rule = 'mean_or_third' THEN 'median'
    WHEN rule = 'closest_to_third' THEN CASE WHEN abs(one - three) = abs(two - three) THEN 'third' ELSE 'closest' END END AS way
  FROM cells),
marks AS (
  SELECT w.*, CASE
    WHEN rule = 'both_must_pass' THEN least(one, two)
    WHEN way IN ('both', 'within') THEN mean
    WHEN way = 'median' THEN middle
    WHEN way = 'third' THEN three
    WHEN way = 'closest' THEN CASE WHEN abs(one - three) < abs(two - three) THEN one ELSE two END
    WHEN way = 'cells' THEN by_cells END AS mark
  FROM ways w),
again AS (
  SELECT m.*, coalesce(mark >= line, false) AS passed, way || CASE
    WHEN mark IS NULL OR way = 'one_fails' THEN '' WHEN mark >= line THEN '_pass' ELSE '_fail' END AS fired,
    array_remove(ARRAY[one, two, three], NULL) AS totals
  FROM marks m)
SELECT * FROM (
  SELECT g.id, 0 AS version, concat_ws('; ',
    CASE WHEN d.packet IS NULL THEN 'it is decided and has no outcome' END,
    CASE WHEN NOT g.decided THEN 'it has an outcome and is not decided' END,
    CASE WHEN NOT coalesce(g.committed, false) THEN 'a review is missing, or is not what was locked' END,
    CASE WHEN NOT coalesce(g.fit, false) THEN 'its reviews do not fit its rubric' END,
    CASE WHEN NOT g.add_up THEN 'the levels of a review are not its total' END,
    CASE WHEN (d.passed, d.fired) IS DISTINCT FROM (g.passed, g.fired)
      THEN format('stored %s, passed %s; recomputed %s, passed %s', d.fired, d.passed, g.fired, g.passed) END,
    CASE WHEN (d.totals, d.max) IS DISTINCT FROM (g.totals, g.count * g.top_level)
      THEN format('stored totals %s of %s; recomputed %s of %s', d.totals, d.max, g.totals, g.count * g.top_level) END,
    -- A record from before there was a choice of rules has no more than that.
    CASE WHEN d.version IS DISTINCT FROM 'mean-or-median/1' OR g.rule <> 'mean_or_third' THEN nullif(concat_ws('; ',
      CASE WHEN d.rule IS DISTINCT FROM g.rule || '/1' OR d.version IS DISTINCT FROM d.rule
        THEN format('rule %s (%s), and the administration has %s', d.rule, d.version, g.rule) END,
      CASE WHEN d.mark::numeric / nullif(d.mark_of, 0) IS DISTINCT FROM coalesce(g.mark, 0)
        THEN format('stored mark %s/%s; recomputed %s', d.mark, d.mark_of, trim_scale(g.mark)) END,
      CASE WHEN (d.cells, d.cells_apart) IS DISTINCT FROM (g.count, g.apart)
        THEN format('stored %s of %s cells apart; recomputed %s of %s', d.cells_apart, d.cells, g.apart, g.count) END,
      CASE WHEN (d.percent, d.near, d.tolerance) IS DISTINCT FROM (g.percent, g.near, g.tolerance)
        THEN 'decided under other values of the policy than the administration has' END), '') END) AS what
  FROM again g
  LEFT JOIN decision d ON d.packet = g.id) judged
WHERE what <> ''
ORDER BY id
