-- What is recorded of a decision: the rule that fired, and all that it was fired by.
SET ROLE result_data;

COMMENT ON COLUMN result.part2.sealed IS
  'Kind result, column result.part2.sealed, row packet_id, version 0: JSON {"passed", "rule": name and version, "fired": what decided, '
  '"totals": [2 or 3, by seat], "max", "cells", "cells_apart": where the first two are further apart than the tolerance, "mark": {"sum", '
  '"of"} (sum / of points, which decide), "policy": {"pass_percent", "near_line_points", "level_tolerance"}, "remarks": [texts]}. The '
  'words are those of core/adjudicate.h. Under mean-or-median/1, which is mean_or_third from before there was a choice: passed, fired, '
  'totals, max and remarks only.';
COMMENT ON COLUMN result.part2.rule IS 'Name and version of the rule, for example mean_or_third/1.';
