-- When a part has ended, one signed receipt covers all of its saves.
SET ROLE work_data;

CREATE TABLE work.seal (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  saves int NOT NULL CHECK (saves >= 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  at timestamptz NOT NULL,
  signature bytea NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (association_id, session_id, number),
  UNIQUE (association_id, session_id, saves),
  FOREIGN KEY (association_id, session_id) REFERENCES work.session (association_id, id)
);
COMMENT ON TABLE work.seal IS
  'Seals of a part that has ended, append-only: an older one stays good, and one more is made when more saves are stored after it.';
COMMENT ON COLUMN work.seal.number IS 'From 1.';
COMMENT ON COLUMN work.seal.saves IS 'How many saves it covers: all that were stored by then and have a digest.';
COMMENT ON COLUMN work.seal.root IS
  'Of the hash tree over the leaves of their receipts in order of (epoch, sequence) (receipt_seal in crypto/receipt.h).';
COMMENT ON COLUMN work.seal.signature IS 'Ed25519 over the seal, by the key "receipt", which the candidate desk alone holds.';
