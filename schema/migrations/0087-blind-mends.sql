-- What a prepared release shows of letters that would stand out.
SET ROLE result_data;

COMMENT ON TABLE result.preview IS
  'What is read of a prepared release before it is published; no row tells whose it is. Kind result, column result.preview.sealed, row id, '
  'version 0: JSON as result.outcome.sealed without category, track, dates and what remarks are headed by; or, where some letters would '
  'stand out by what was sat, one part of one letter: {"part1": {..}} or {"part2": {..}}, and {"sat": true} alone for a part that one '
  'candidate alone took.';

SET ROLE review_data;

-- 0083 had written over what 0082 says of it.
COMMENT ON COLUMN review.allocation.draft IS
  'Kind review, column review.allocation.draft, row id, version version: JSON {"levels": {"<page>.<criterion>": n}, "remarks": '
  '{"<page>.<criterion>": text}, "overall": text, "recommendation": "pass"|"fail"|null, "note": text, "marks": [{"page", "prompt", "from", '
  '"to", "criterion": id|null}], "texts": {"<page>.<prompt>": digest}}; of a revision also "reason": text. On a locked review: the revision '
  'that is being written. Pages and prompts count from 1; from and to are code points of the masked response, to is behind the last. texts: '
  'the first 16 digits of the BLAKE2b-256 of each response as it was masked when its page was written about; may be absent. Remarks and '
  'overall may reach the candidate; note is for the coordinator alone.';
