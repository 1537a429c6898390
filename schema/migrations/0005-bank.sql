-- Questions, and apart from them their keys. Everything published is immutable.
CREATE SCHEMA bank AUTHORIZATION bank_data;
CREATE SCHEMA bank_key AUTHORIZATION bank_key_data;
SET ROLE bank_data;

CREATE TABLE bank.item (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  revision int NOT NULL CHECK (revision > 0),
  area text NOT NULL,
  age_range text NOT NULL CHECK (age_range IN ('0-3', '3-6')),
  sealed bytea NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code, revision)
);
COMMENT ON COLUMN bank.item.sealed IS 'Kind bank, column bank.item.sealed, row id, version 0: JSON {"stem", "options": [4 texts]}.';
COMMENT ON COLUMN bank.item.digest IS 'BLAKE2b-256 of the opened JSON and key: the same text imported again is the same revision.';

CREATE TABLE bank.vignette (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  revision int NOT NULL CHECK (revision > 0),
  category text NOT NULL,
  sealed bytea NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code, revision)
);
COMMENT ON COLUMN bank.vignette.sealed IS
  'Kind bank, column bank.vignette.sealed, row id, version 0: JSON {"title", "role", "paragraphs": [texts], "prompts": [{"id", "text"}]}.';

CREATE TABLE bank.rubric (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  revision int NOT NULL CHECK (revision > 0),
  category text NOT NULL,
  criteria int NOT NULL CHECK (criteria BETWEEN 1 AND 20),
  top_level int NOT NULL CHECK (top_level BETWEEN 1 AND 10),
  sealed bytea NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code, revision)
);
COMMENT ON COLUMN bank.rubric.sealed IS
  'Kind bank, column bank.rubric.sealed, row id, version 0: JSON {"criteria": [{"id", "domain", "title", "levels": [{"level", "title", "descriptor"}]}]}.';

CREATE TABLE bank.form (
  association_id uuid NOT NULL,
  id uuid NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z0-9-]{2,40}$'),
  revision int NOT NULL CHECK (revision > 0),
  part smallint NOT NULL CHECK (part IN (1, 2)),
  tracks text[] NOT NULL,
  category text,
  title text NOT NULL,
  rubric_id uuid,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  published_at timestamptz NOT NULL,
  PRIMARY KEY (association_id, id),
  UNIQUE (association_id, code, revision),
  FOREIGN KEY (association_id, rubric_id) REFERENCES bank.rubric (association_id, id),
  CHECK ((part = 2) = (category IS NOT NULL AND rubric_id IS NOT NULL))
);
COMMENT ON COLUMN bank.form.tracks IS 'imh, ecmh or both. Part 1: one; Part 2: by track and category.';

CREATE TABLE bank.form_item (
  association_id uuid NOT NULL,
  form_id uuid NOT NULL,
  position int NOT NULL CHECK (position BETWEEN 1 AND 200),
  item_id uuid NOT NULL,
  PRIMARY KEY (association_id, form_id, position),
  UNIQUE (association_id, form_id, item_id),
  FOREIGN KEY (association_id, form_id) REFERENCES bank.form (association_id, id),
  FOREIGN KEY (association_id, item_id) REFERENCES bank.item (association_id, id)
);

CREATE TABLE bank.form_vignette (
  association_id uuid NOT NULL,
  form_id uuid NOT NULL,
  position int NOT NULL CHECK (position BETWEEN 1 AND 20),
  vignette_id uuid NOT NULL,
  choice_set text NOT NULL,
  choose int NOT NULL CHECK (choose BETWEEN 1 AND 20),
  PRIMARY KEY (association_id, form_id, position),
  UNIQUE (association_id, form_id, vignette_id),
  FOREIGN KEY (association_id, form_id) REFERENCES bank.form (association_id, id),
  FOREIGN KEY (association_id, vignette_id) REFERENCES bank.vignette (association_id, id)
);
COMMENT ON COLUMN bank.form_vignette.choose IS 'How many of the vignettes with the same choice_set count; equal to their number means all are required.';

RESET ROLE;
GRANT USAGE ON SCHEMA bank TO bank_key_data;
GRANT REFERENCES ON bank.item TO bank_key_data;
SET ROLE bank_key_data;

CREATE TABLE bank_key.item_key (
  association_id uuid NOT NULL,
  item_id uuid NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (association_id, item_id),
  FOREIGN KEY (association_id, item_id) REFERENCES bank.item (association_id, id)
);
COMMENT ON COLUMN bank_key.item_key.sealed IS
  'Kind bank_key, column bank_key.item_key.sealed, row item_id, version 0: JSON {"key": "A".."D", "rationale", "source"}.';
