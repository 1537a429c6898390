-- Every change of a session's row is counted, so that a page that waits for the next one learns of it.
CREATE OR REPLACE FUNCTION work.count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.changes := OLD.changes + 1;
  RETURN NEW;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_counts_its_changes') THEN
    CREATE TRIGGER session_counts_its_changes BEFORE UPDATE ON work.session
      FOR EACH ROW EXECUTE FUNCTION work.count_change();
  END IF;
END
$once$;
