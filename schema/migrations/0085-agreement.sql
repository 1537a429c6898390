-- How the reviewers of a released administration agreed with each other.
SET ROLE result_data;

CREATE TABLE result.agreement (
  association_id uuid NOT NULL,
  release_id uuid NOT NULL,
  id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, release_id, id),
  FOREIGN KEY (association_id, release_id) REFERENCES result.release (association_id, id)
);
COMMENT ON TABLE result.agreement IS
  'Written by the release itself, never before: who gave what, for figures of agreement. Nothing in it joins a review to a packet, a code, '
  'a day or a person who was reviewed. id is random.';
COMMENT ON COLUMN result.agreement.sealed IS
  'Kind result, column result.agreement.sealed, row id, version 0: packets of one category that were scored by one rubric, in an order that '
  'chance made: JSON {"category", "pages", "top_level", "criteria": [{"id", "title"}], "packets": [[by seat, 2 or 3: {"reviewer": account, '
  '"levels": [page by page, criterion by criterion], "total", "passes"}]]}.';
