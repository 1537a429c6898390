-- What an association decides about its reviews, and what packets and allocations carry for it.
SET ROLE work_data;

ALTER TABLE work.administration
  ADD COLUMN part2_rule text NOT NULL DEFAULT 'mean_or_third'
    CHECK (part2_rule IN ('both_must_pass', 'mean_or_third', 'closest_to_third', 'median_of_three', 'criterion_tolerance')),
  ADD COLUMN level_tolerance int NOT NULL DEFAULT 1 CHECK (level_tolerance BETWEEN 0 AND 10),
  ADD COLUMN small_group text NOT NULL DEFAULT 'warn' CHECK (small_group IN ('warn', 'hold')),
  ADD COLUMN idle_days int NOT NULL DEFAULT 7 CHECK (idle_days BETWEEN 1 AND 90);
COMMENT ON COLUMN work.administration.part2_rule IS 'How two reviews become an outcome; the presets of core/adjudicate.h.';
COMMENT ON COLUMN work.administration.level_tolerance IS
  'Rule criterion_tolerance: by how many levels two reviews may differ on one criterion of one page.';
COMMENT ON COLUMN work.administration.small_group IS
  'Fewer than five responses of a category: warn (a coordinator decides, and it is recorded) or hold (until the next administration).';
COMMENT ON COLUMN work.administration.idle_days IS 'A reviewer who has saved nothing for so long is shown to the coordinator.';

SET ROLE review_data;

ALTER TABLE review.packet
  ADD COLUMN version int NOT NULL DEFAULT 0 CHECK (version >= 0),
  ADD COLUMN vignettes uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN places smallint[] NOT NULL DEFAULT '{}',
  ADD COLUMN purpose text NOT NULL DEFAULT 'live' CHECK (purpose IN ('live', 'practice', 'control'));
COMMENT ON COLUMN review.packet.version IS 'Of sealed, in its associated data: one more each time it was masked again.';
COMMENT ON COLUMN review.packet.vignettes IS 'The vignette of each page, so that a reviewer reads all responses to one together.';
COMMENT ON COLUMN review.packet.places IS 'The place of each of them in the form, for the order of vignettes.';
COMMENT ON COLUMN review.packet.purpose IS
  'live: somebody''s responses. practice: scored before live ones, with agreed levels shown after. control: agreed levels, mixed in '
  'unseen; the review desk cannot tell it from a live one.';

ALTER TABLE review.allocation
  ADD COLUMN scored smallint[] NOT NULL DEFAULT '{}',
  ADD COLUMN seconds int[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN review.allocation.scored IS 'Levels given on each page, for the reviewer''s own progress. No coordinator reads it.';
COMMENT ON COLUMN review.allocation.seconds IS 'Time spent on each page, shown to the reviewer only.';
