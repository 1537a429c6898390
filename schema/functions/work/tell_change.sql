-- Tells the feed (work.change) which sessions a statement changed. Of one that was delivered and has not begun nothing is told: its page
-- asks for all that there is when its clock starts, within ten seconds, and that is told.
CREATE OR REPLACE FUNCTION work.tell_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO work.change (session_id) SELECT c.id FROM changed c WHERE c.state <> 'opened' OR c.delivered_at IS NULL;
  RETURN NULL;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_tells_its_changes') THEN
    CREATE TRIGGER session_tells_its_changes AFTER UPDATE ON work.session
      REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION work.tell_change();
  END IF;
END
$once$;
