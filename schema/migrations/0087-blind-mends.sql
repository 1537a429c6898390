-- What a prepared release shows of letters that would stand out.
SET ROLE result_data;

COMMENT ON TABLE result.preview IS
  'What is read of a prepared release before it is published; no row tells whose it is. Kind result, column result.preview.sealed, row id, '
  'version 0: JSON as result.outcome.sealed without category, track, dates and what remarks are headed by; or, where some letters would '
  'stand out by what was sat, one part of one letter: {"part1": {..}} or {"part2": {..}}, and {"sat": true} alone for a part that one '
  'candidate alone took.';
COMMENT ON COLUMN result.feedback_text.sealed IS
  'Kind result, column result.feedback_text.sealed, row feedback_id, version version: JSON {"remarks": [{"place", "overall", "text", '
  '"dropped"}], "note": text}. Of remarks one for each place that reviewers wrote about, however many they were; place counts the places of '
  'bridge.feedback_link from 0. note, which may be absent: what they wrote for coordinators alone; no letter takes anything of it.';

SET ROLE review_data;

-- 0083 had written over what 0082 says of it.
COMMENT ON COLUMN review.allocation.draft IS
  'Kind review, column review.allocation.draft, row id, version version: JSON {"levels": {"<page>.<criterion>": n}, "remarks": '
  '{"<page>.<criterion>": text}, "overall": text, "recommendation": "pass"|"fail"|null, "note": text, "marks": [{"page", "prompt", "from", '
  '"to", "criterion": id|null}], "texts": {"<page>.<prompt>": digest}}; of a revision also "reason": text. On a locked review: the revision '
  'that is being written. Pages and prompts count from 1; from and to are code points of the masked response, to is behind the last. texts: '
  'the first 16 digits of the BLAKE2b-256 of each response as it was masked when its page was written about; may be absent. Remarks and '
  'overall may reach the candidate; note is for the coordinator alone.';

SET ROLE intake_data;

CREATE TABLE intake.joined_group (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  category text NOT NULL,
  PRIMARY KEY (association_id, administration_id, category)
);
COMMENT ON TABLE intake.joined_group IS
  'Small groups whose packets were made because they were enough with those of other administrations. Whatever becomes of the numbers, '
  'they wait no more, and they stay company for the groups that counted on them (work.groups).';
INSERT INTO intake.joined_group
SELECT i.association_id, i.administration_id, i.category FROM intake.response i
GROUP BY 1, 2, 3
HAVING count(*) < 5 AND bool_or(i.state = 'packed' OR i.returns > 0)
  AND NOT EXISTS (SELECT FROM intake.small_group d WHERE d.association_id = i.association_id
                  AND d.administration_id = i.administration_id AND d.category = i.category);
