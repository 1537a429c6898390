-- Administrations, who is admitted, and what candidates do: attempts, sessions, saves.
CREATE SCHEMA work AUTHORIZATION work_data;
GRANT USAGE ON SCHEMA staff, identity, bank TO work_data;
GRANT REFERENCES ON staff.association, identity.person, bank.form TO work_data;
SET ROLE work_data;

CREATE TABLE work.administration (
  association_id uuid NOT NULL REFERENCES staff.association (id),
  id uuid NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  opens_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  part1_minutes int NOT NULL DEFAULT 90 CHECK (part1_minutes BETWEEN 1 AND 600),
  part2_minutes int NOT NULL DEFAULT 90 CHECK (part2_minutes BETWEEN 1 AND 600),
  part1_pass_percent int NOT NULL DEFAULT 80 CHECK (part1_pass_percent BETWEEN 1 AND 100),
  part2_pass_percent int NOT NULL DEFAULT 80 CHECK (part2_pass_percent BETWEEN 1 AND 100),
  near_line_points int NOT NULL DEFAULT 2 CHECK (near_line_points BETWEEN 0 AND 100),
  grace_s int NOT NULL DEFAULT 10 CHECK (grace_s BETWEEN 0 AND 120),
  retake_scope text NOT NULL DEFAULT 'failed_parts' CHECK (retake_scope IN ('failed_parts', 'whole_exam')),
  feedback text NOT NULL DEFAULT 'on_fail' CHECK (feedback IN ('on_fail', 'always')),
  request_by_weeks int CHECK (request_by_weeks BETWEEN 1 AND 52),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  CHECK (closes_at > opens_at)
);
COMMENT ON TABLE work.administration IS 'One exam event. The policy values default to the rules of the exam (seeds 002 and 004).';
COMMENT ON COLUMN work.administration.closes_at IS 'Last moment a session may be started; one that was started by then runs to its deadline.';
COMMENT ON COLUMN work.administration.request_by_weeks IS 'A retake must be asked for this many weeks before; NULL: no such rule.';

CREATE TABLE work.administration_form (
  association_id uuid NOT NULL,
  administration_id uuid NOT NULL,
  part smallint NOT NULL CHECK (part IN (1, 2)),
  track text NOT NULL CHECK (track IN ('imh', 'ecmh')),
  category text NOT NULL,
  form_id uuid NOT NULL,
  PRIMARY KEY (association_id, administration_id, part, track, category),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id),
  FOREIGN KEY (association_id, form_id) REFERENCES bank.form (association_id, id)
);
COMMENT ON COLUMN work.administration_form.category IS 'Part 1 forms are the same for every category: one row for each all the same, so that a lookup is one row.';

CREATE TABLE work.registration (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  person_id uuid NOT NULL,
  category text NOT NULL CHECK (category IN ('specialist', 'mentor-clinical', 'mentor-policy', 'mentor-research-faculty')),
  track text NOT NULL CHECK (track IN ('imh', 'ecmh')),
  parts smallint[] NOT NULL DEFAULT '{1,2}' CHECK (parts <@ '{1,2}'::smallint[] AND cardinality(parts) BETWEEN 1 AND 2),
  esl_minutes int NOT NULL DEFAULT 0 CHECK (esl_minutes BETWEEN 0 AND 60),
  slip_hash bytea UNIQUE CHECK (length(slip_hash) = 32),
  slip_number int NOT NULL DEFAULT 0,
  slip_at timestamptz,
  withdrawn_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, administration_id, person_id),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id),
  FOREIGN KEY (association_id, person_id) REFERENCES identity.person (association_id, id)
);
COMMENT ON COLUMN work.registration.esl_minutes IS 'Extra minutes for each part, on written request, no documents (seed 004: up to 60).';
COMMENT ON COLUMN work.registration.slip_hash IS 'Hash of the code on the newest slip; printing again replaces it.';

CREATE TABLE work.acceptance (
  association_id uuid NOT NULL,
  registration_id uuid NOT NULL,
  text_version int NOT NULL,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, registration_id, text_version),
  FOREIGN KEY (association_id, registration_id) REFERENCES work.registration (association_id, id)
);

CREATE TABLE work.login (
  token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  association_id uuid NOT NULL,
  registration_id uuid NOT NULL,
  epoch int NOT NULL CHECK (epoch > 0),
  made_at timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (association_id, registration_id, epoch),
  FOREIGN KEY (association_id, registration_id) REFERENCES work.registration (association_id, id)
);
COMMENT ON COLUMN work.login.epoch IS 'Counts the logins of a registration: a save carries it, and the newest login wins.';

CREATE TABLE work.attempt (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  registration_id uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, registration_id),
  FOREIGN KEY (association_id, registration_id) REFERENCES work.registration (association_id, id)
);

-- opened: questions may be delivered, the clock stands. running: the clock runs. closed: by hand-in or at the deadline.
CREATE TABLE work.session (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  part smallint NOT NULL CHECK (part IN (1, 2)),
  form_id uuid NOT NULL,
  order_seed bytea NOT NULL CHECK (length(order_seed) = 16),
  state text NOT NULL CHECK (state IN ('opened', 'running', 'closed')),
  entitled_s int NOT NULL CHECK (entitled_s > 0),
  grace_s int NOT NULL CHECK (grace_s BETWEEN 0 AND 120),
  opened_at timestamptz NOT NULL,
  delivered_at timestamptz,
  started_at timestamptz,
  deadline timestamptz,
  handed_in_at timestamptz,
  closed_at timestamptz,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, attempt_id, part),
  FOREIGN KEY (association_id, attempt_id) REFERENCES work.attempt (association_id, id),
  FOREIGN KEY (association_id, form_id) REFERENCES bank.form (association_id, id),
  CONSTRAINT deadline_is_start_plus_entitlement
    CHECK (deadline IS NOT DISTINCT FROM started_at + make_interval(secs => entitled_s)),
  CONSTRAINT running_has_a_start CHECK (state = 'opened' OR started_at IS NOT NULL),
  CONSTRAINT closed_has_a_time CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
COMMENT ON COLUMN work.session.order_seed IS 'The candidate''s own order of the form''s items follows from it (core/item_order).';
COMMENT ON COLUMN work.session.delivered_at IS 'When the last byte of the first page of questions had left, in case the page never acknowledges it.';

CREATE TABLE work.entitlement (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  kind text NOT NULL CHECK (kind IN ('base', 'esl', 'other', 'incident', 'pause')),
  seconds int NOT NULL CHECK (seconds > 0),
  reason text NOT NULL,
  author_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (association_id, session_id, number),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON TABLE work.entitlement IS 'The ledger of time owed; entries are only ever added. Its sum is the session''s entitled_s.';

CREATE TABLE work.save (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  epoch int NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  save_id uuid NOT NULL,
  ref text NOT NULL CHECK (ref ~ '^(item\.[0-9]{1,3}|prompt\.[0-9]{1,2}\.[a-z0-9]{1,8}|choice)$'),
  sealed bytea NOT NULL,
  arrived_at timestamptz NOT NULL,
  late boolean NOT NULL,
  PRIMARY KEY (association_id, session_id, epoch, sequence),
  UNIQUE (association_id, session_id, save_id),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON TABLE work.save IS 'Every answer that was sent, append-only. What counts is, for each ref, the highest (epoch, sequence) that is not late.';
COMMENT ON COLUMN work.save.ref IS
  'item.<position in the form>, prompt.<vignette position in the form>.<prompt id>, or choice (which vignettes count).';
COMMENT ON COLUMN work.save.sealed IS
  'Kind answers, column work.save.sealed, row save_id, version 0: JSON {"choice": "A".."D" or null}, {"text"} or {"vignettes": [positions]}.';

CREATE TABLE work.item_mark (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  ref text NOT NULL,
  flagged boolean NOT NULL DEFAULT false,
  struck text NOT NULL DEFAULT '' CHECK (struck ~ '^[A-D]{0,4}$'),
  PRIMARY KEY (association_id, session_id, ref),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON TABLE work.item_mark IS 'What was seen, flagged or struck out: the candidate''s own notes, not answers. A row means seen.';

CREATE TABLE work.sheet (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  version int NOT NULL CHECK (version > 0),
  sealed bytea NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, session_id, version),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON COLUMN work.sheet.sealed IS
  'Kind answers, column work.sheet.sealed, row session_id, version version. Part 1: JSON {"answers": "ABCD-…"} in form order, - for none. '
  'Part 2: JSON {"vignettes": [{"position", "counts", "responses": [{"prompt", "text"}]}]}.';

CREATE TABLE work.duty (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  administration_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('score', 'intake', 'packets', 'preview', 'release')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'running', 'done', 'refused')),
  done int NOT NULL DEFAULT 0,
  total int NOT NULL DEFAULT 0,
  note text NOT NULL DEFAULT '',
  asked_by uuid,
  asked_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (association_id, id),
  FOREIGN KEY (association_id, administration_id) REFERENCES work.administration (association_id, id)
);
CREATE UNIQUE INDEX duty_once ON work.duty (association_id, administration_id, kind) WHERE state IN ('asked', 'running');
COMMENT ON TABLE work.duty IS 'What a coordinator asks the registrar to do, with its progress; one of a kind at a time. note: a fixed code.';
