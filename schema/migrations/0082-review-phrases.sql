-- Phrases that a reviewer uses again, and what a review carries beside levels and remarks.
SET ROLE review_data;

CREATE TABLE review.phrase (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, id)
);
CREATE INDEX phrase_by_reviewer ON review.phrase (reviewer_id, association_id);
COMMENT ON COLUMN review.phrase.sealed IS 'Kind review, column review.phrase.sealed, row id, version 0: the text. Its reviewer alone reads it.';

COMMENT ON COLUMN review.allocation.draft IS
  'Kind review, column review.allocation.draft, row id, version version: JSON {"levels": {"<page>.<criterion>": n}, "remarks": '
  '{"<page>.<criterion>": text}, "overall": text, "recommendation": "pass"|"fail"|null, "note": text, "marks": [{"page", "prompt", "from", '
  '"to", "criterion": id|null}]}. Pages and prompts count from 1; from and to are code points of the masked response, to is behind the last. '
  'Remarks and overall may reach the candidate; note is for the coordinator alone.';
