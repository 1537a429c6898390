-- What an open page of a running part says of itself, so that the live board can tell whose answers are on a device only.
SET ROLE work_data;

CREATE UNLOGGED TABLE work.pulse (
  association_id uuid NOT NULL,
  session_id uuid NOT NULL,
  epoch int NOT NULL CHECK (epoch > 0),
  measured timestamptz NOT NULL,
  unsent int NOT NULL CHECK (unsent BETWEEN 0 AND 100000),
  characters int NOT NULL CHECK (characters BETWEEN 0 AND 100000000),
  waiting_since timestamptz,
  PRIMARY KEY (association_id, session_id, epoch),
  CHECK ((unsent > 0) = (waiting_since IS NOT NULL))
) WITH (fillfactor = 50);
COMMENT ON TABLE work.pulse IS
  'The newest word of each login''s page: how much its device alone holds. Nothing durable is at stake: it is not in the '
  'write-ahead log, is empty after a crash of the database until the pages speak again, and therefore has no foreign key.';
COMMENT ON COLUMN work.pulse.measured IS
  'When it arrived, without the shift of a demo or test: travelling in time is no silence. waiting_since is of the same clock.';
COMMENT ON COLUMN work.pulse.characters IS 'Of the responses among those that are unsent; a page''s own word, believed by nobody but the board.';

-- The board counts the answers of hundreds of candidates every few seconds: out of this index alone, which is there anyway, and
-- not out of the pages of sealed texts.
ALTER TABLE work.save
  DROP CONSTRAINT save_once,
  ADD CONSTRAINT save_once UNIQUE (session_id, save_id, association_id) INCLUDE (ref, late);

-- How many prompts a vignette has is said in its sealed text only; the board counts without opening it.
RESET ROLE;
SET ROLE bank_data;
ALTER TABLE bank.vignette ADD COLUMN prompts smallint CHECK (prompts BETWEEN 1 AND 100);
COMMENT ON COLUMN bank.vignette.prompts IS 'NULL in a bank of before this column, until the same files are imported once more.';
