-- What pg_probe.c works on: made by test_pg.py in a fresh database.
CREATE SCHEMA probe;
CREATE TABLE probe.note (id int8 PRIMARY KEY, word text NOT NULL CHECK (word <> ''));
CREATE FUNCTION probe.add_and_warn(wanted int8) RETURNS int8 LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO probe.note (id, word) VALUES (wanted, 'warned');
  RAISE WARNING 'canceling wait for synchronous replication due to user request';
  RETURN wanted;
END $$;
CREATE FUNCTION probe.refuse(secret text) RETURNS int4 LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'not allowed: %', secret;
END $$;
CREATE FUNCTION probe.raise_state(state text) RETURNS int4 LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = state, MESSAGE = 'raised';
END $$;
GRANT USAGE ON SCHEMA probe TO probe_role;
GRANT SELECT, INSERT, UPDATE ON probe.note TO probe_role;
