-- Emergency files of candidates' devices: a coordinator brings them in unopened, the registrar opens them.
SET ROLE work_data;

CREATE TABLE work.rescue (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  public_key bytea NOT NULL CHECK (length(public_key) = 32),
  nonce bytea NOT NULL CHECK (length(nonce) = 12),
  sealed bytea NOT NULL CHECK (length(sealed) BETWEEN 16 AND 4194304),
  digest bytea NOT NULL CHECK (length(digest) = 32),
  uploaded_by uuid NOT NULL,
  uploaded_at timestamptz NOT NULL,
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 400),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
  why text NOT NULL DEFAULT '' CHECK (why IN ('', 'shut', 'other_session', 'malformed', 'no_aes')),
  answers int NOT NULL DEFAULT 0 CHECK (answers >= 0),
  stored int NOT NULL DEFAULT 0 CHECK (stored BETWEEN 0 AND answers),
  added uuid[] NOT NULL DEFAULT '{}',
  opened_at timestamptz,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, digest),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id),
  CHECK ((state = 'refused') = (why <> '')),
  CHECK ((state = 'waiting') = (opened_at IS NULL)),
  CHECK (cardinality(added) = CASE state WHEN 'done' THEN answers - stored ELSE 0 END)
);
COMMENT ON TABLE work.rescue IS
  'What a device held that could send nothing any more. public_key, nonce and sealed are the file (crypto/rescue.h), which only the '
  'registrar opens; digest is of all of it, so that the same file twice is one.';
COMMENT ON COLUMN work.rescue.answers IS 'Saves in the file; stored: those that had arrived by themselves.';
COMMENT ON COLUMN work.rescue.added IS 'save_id of those that went in as late answers, for a coordinator''s word.';
CREATE INDEX rescue_waiting ON work.rescue (uploaded_at) WHERE state = 'waiting';
CREATE INDEX rescue_of_session ON work.rescue (association_id, session_id);

COMMENT ON TABLE work.save IS
  'Every answer that was sent, append-only. What counts is, for each ref, the highest (epoch, sequence) that is not late or was let '
  'in. Its session and its batch are not foreign keys: candidate_api.save, save_batch and registrar_api.put_rescue are the only writers '
  'and hold the session''s row when they write, and a check of each row alone would cost more than all the rest of a batch. '
  '`blindmark check` looks for orphans.';
