-- What a candidate asked for and was granted: one record, from which every minute and every window follows.
SET ROLE work_data;

ALTER TABLE work.administration ADD COLUMN lead_days int NOT NULL DEFAULT 21 CHECK (lead_days BETWEEN 1 AND 90);
COMMENT ON COLUMN work.administration.lead_days IS
  'Requests should be received this many days before the exam (seed 004: 3 weeks; an association may set 14).';

CREATE TABLE work.accommodation (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  registration_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('esl', 'time', 'breaks', 'dictionary', 'display', 'date', 'person')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
  received_on date NOT NULL,
  late boolean NOT NULL DEFAULT false,
  filed_by text NOT NULL CHECK (filed_by IN ('candidate', 'staff', 'roster')),
  filer_id uuid,
  filed_at timestamptz NOT NULL,
  request bytea,
  documents text NOT NULL DEFAULT 'needed' CHECK (documents IN ('not_needed', 'needed', 'seen')),
  part1_minutes int NOT NULL DEFAULT 0 CHECK (part1_minutes BETWEEN 0 AND 600),
  part2_minutes int NOT NULL DEFAULT 0 CHECK (part2_minutes BETWEEN 0 AND 600),
  opens_at timestamptz,
  closes_at timestamptz,
  version int NOT NULL DEFAULT 1 CHECK (version > 0),
  decision bytea,
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (association_id, id),
  FOREIGN KEY (association_id, registration_id) REFERENCES work.registration (association_id, id),
  CONSTRAINT only_a_roster_needs_no_words CHECK (filed_by = 'roster' OR request IS NOT NULL),
  CONSTRAINT decided_is_whole CHECK (
    filed_by = 'roster' OR (state IN ('granted', 'refused')) = (decision IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)),
  CONSTRAINT late_is_granted_with_a_reason CHECK (NOT (late AND state = 'granted') OR decision IS NOT NULL),
  CONSTRAINT documents_before_more_than_esl CHECK (
    state <> 'granted' OR documents = 'seen'
    OR (documents = 'not_needed' AND (kind IN ('dictionary', 'display', 'date')
                                      OR (kind = 'esl' AND part1_minutes <= 60 AND part2_minutes <= 60)))),
  CONSTRAINT minutes_belong_to_time CHECK (kind IN ('esl', 'time', 'breaks') OR (part1_minutes = 0 AND part2_minutes = 0)),
  CONSTRAINT minutes_are_granted CHECK (state = 'granted' OR (part1_minutes = 0 AND part2_minutes = 0)),
  CONSTRAINT granted_time_is_some CHECK (state <> 'granted' OR kind NOT IN ('esl', 'time', 'breaks') OR part1_minutes + part2_minutes > 0),
  CONSTRAINT a_date_has_a_window CHECK ((kind = 'date' AND state = 'granted') = (opens_at IS NOT NULL AND closes_at IS NOT NULL)),
  CHECK (closes_at > opens_at)
);
CREATE UNIQUE INDEX accommodation_of_a_kind_once ON work.accommodation (association_id, registration_id, kind)
  WHERE state IN ('asked', 'granted');
COMMENT ON TABLE work.accommodation IS
  'A request and its decision. No other place holds extra minutes or a window of one''s own, so none can contradict it.';
COMMENT ON COLUMN work.accommodation.kind IS
  'esl: time for whose first language is not English; time: other extra time; breaks: minutes with the clock stopped; dictionary; '
  'display: large print or theme; date: another date; person: reader or scribe.';
COMMENT ON COLUMN work.accommodation.late IS
  'Received later than the lead time, judged when it was filed; granting it then needs a recorded reason.';
COMMENT ON COLUMN work.accommodation.request IS 'Kind identity, column work.accommodation.request, row id, version 0: JSON {"asked": text}.';
COMMENT ON COLUMN work.accommodation.decision IS
  'Kind identity, column work.accommodation.decision, row id, version version: JSON {"reason": text, "late_reason": text or ""}.';
COMMENT ON COLUMN work.accommodation.documents IS
  'ESL time of up to 60 minutes for each part needs none, more does (seed 004); a coordinator may do without for a dictionary, the '
  'display and another date, never for other time, breaks or a person.';
COMMENT ON COLUMN work.accommodation.part1_minutes IS 'Granted: extra minutes for the part (esl, time) or of breaks in it.';

-- What the roster said until now becomes a record like any other.
INSERT INTO work.accommodation (association_id, id, registration_id, kind, state, received_on, filed_by, filed_at, documents,
                                part1_minutes, part2_minutes)
SELECT r.association_id, gen_random_uuid(), r.id, 'esl', 'granted', r.created_at::date, 'roster', r.created_at, 'not_needed',
       r.esl_minutes, r.esl_minutes
FROM work.registration r WHERE r.esl_minutes > 0;
ALTER TABLE work.registration DROP COLUMN esl_minutes;
