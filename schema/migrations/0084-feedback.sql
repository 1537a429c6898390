-- Reviewers' remarks on their way to candidates: for each decided packet a proposal under a code of its own, which a coordinator
-- reads, edits and approves without learning whose it is, who wrote it or what came of it.
SET ROLE result_data;

CREATE TABLE result.feedback (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'),
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  state text NOT NULL CHECK (state IN ('proposed', 'approved')),
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code)
);
CREATE INDEX feedback_by_administration ON result.feedback (association_id, administration_id);
COMMENT ON TABLE result.feedback IS
  'One for each decided live packet, passed or not: what a coordinator sees of it depends on no score. No time and no category: they '
  'would tell whose it is. Who did what and when is in the audit.';
COMMENT ON COLUMN result.feedback.code IS 'Random: neither a reviewer''s code nor the masker''s.';
COMMENT ON COLUMN result.feedback.version IS 'Its newest text. Approved is the version that stands here, no other.';

CREATE TABLE result.feedback_text (
  association_id uuid NOT NULL,
  feedback_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, feedback_id, version),
  FOREIGN KEY (association_id, feedback_id) REFERENCES result.feedback (association_id, id)
);
COMMENT ON TABLE result.feedback_text IS 'Append-only: each version as it was proposed, edited or approved.';
COMMENT ON COLUMN result.feedback_text.sealed IS
  'Kind result, column result.feedback_text.sealed, row feedback_id, version version: JSON {"remarks": [{"place", "overall", "text", "dropped"}]}, '
  'one for each place that reviewers wrote about, however many they were; place counts the places of bridge.feedback_link from 0.';
COMMENT ON COLUMN result.part2.sealed IS
  'Kind result, column result.part2.sealed, row packet_id, version number - 1: JSON {"passed", "rule": name and version, "fired": what '
  'decided, "totals": [2 or 3, by seat], "max", "cells", "cells_apart": where the first two are further apart than the tolerance, "mark": '
  '{"sum", "of"} (sum / of points, which decide), "policy": {"pass_percent", "near_line_points", "level_tolerance"}}. The words are '
  'those of core/adjudicate.h. Under mean-or-median/1, which is mean_or_third from before there was a choice: passed, fired, totals and '
  'max only. Decisions from before this migration also hold "remarks", which nothing reads.';
COMMENT ON TABLE result.outcome IS
  'What was published, written by the release itself. Kind result, column result.outcome.sealed, row registration_id, version number of the release: '
  'JSON {"category", "track", "part1": {"sat", "score", "max", "passed", "date"}, "part2": {"sat", "passed", "date", "remarks": '
  '[{"overall", "text"} or {"vignette", "criterion", "overall", "text"}]}, '
  '"endorsable", "retake": {"parts": [..], "earliest": date, "request_by": date or null} or null, "corrected": bool}.';

RESET ROLE;
SET ROLE bridge_data;

CREATE TABLE bridge.feedback_link (
  association_id uuid NOT NULL,
  feedback_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  basis bytea NOT NULL CHECK (length(basis) = 32),
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, feedback_id),
  UNIQUE (association_id, packet_id)
);
COMMENT ON COLUMN bridge.feedback_link.basis IS
  'SHA-256 over the sealed decisions that the remarks were merged for: another one, and they are merged anew.';
COMMENT ON COLUMN bridge.feedback_link.sealed IS
  'Kind review, column bridge.feedback_link.sealed, row feedback_id, version version: JSON {"places": [{"page", "criterion", "vignette", '
  '"title", "text"}]}: what each place is called in the letter, and its remarks as merged. Overall remarks: page 0, the rest null. '
  'Here and not with the text, because vignette and criterion tell a category.';
