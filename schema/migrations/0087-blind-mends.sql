-- What a prepared release shows of letters that would stand out.
SET ROLE result_data;

COMMENT ON TABLE result.preview IS
  'What is read of a prepared release before it is published; no row tells whose it is. Kind result, column result.preview.sealed, row id, '
  'version 0: JSON as result.outcome.sealed without category, track, dates and what remarks are headed by; or, where some letters would '
  'stand out by what was sat, one part of one letter: {"part1": {..}} or {"part2": {..}}, and {"sat": true} alone for a part that one '
  'candidate alone took.';
