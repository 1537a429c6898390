-- Every change of a session's row is counted, so that a page that waits for the next one learns of it. Who changes many counts for
-- itself: the trigger runs for all that would not be one more.
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
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_counts_each_change') THEN
    DROP TRIGGER IF EXISTS session_counts_its_changes ON work.session;
    CREATE TRIGGER session_counts_each_change BEFORE UPDATE ON work.session FOR EACH ROW
      WHEN (NEW.changes IS DISTINCT FROM OLD.changes + 1) EXECUTE FUNCTION work.count_change();
  END IF;
END
$once$;
