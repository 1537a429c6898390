-- What the registrar needs to know about folding: how many saves a sheet was made from, and which late ones were let in.
SET ROLE work_data;

ALTER TABLE work.sheet ADD COLUMN saves bigint NOT NULL DEFAULT 0 CHECK (saves >= 0);
COMMENT ON COLUMN work.sheet.saves IS
  'How many saves counted when it was made. Saves are only ever added, so a sheet is out of date when more count now.';

CREATE TABLE work.late_decision (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  epoch int NOT NULL,
  sequence bigint NOT NULL,
  accepted boolean NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 400),
  decided_by uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, session_id, epoch, sequence),
  FOREIGN KEY (association_id, session_id, epoch, sequence)
    REFERENCES work.save (association_id, session_id, epoch, sequence)
);
COMMENT ON TABLE work.late_decision IS
  'A coordinator''s word on a save that arrived late. Accepted: it counts, and the session is folded again. Intake waits for all.';

-- The registrar looks every second for sessions whose time is over.
CREATE INDEX session_not_closed ON work.session (association_id, id) WHERE state <> 'closed';
