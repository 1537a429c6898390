-- Whoever is withdrawn is signed out everywhere: an answer asks only whether its login has ended.
CREATE OR REPLACE FUNCTION work.end_logins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE work.login l SET ended_at = NEW.withdrawn_at
  WHERE l.association_id = NEW.association_id AND l.registration_id = NEW.id AND l.ended_at IS NULL;
  RETURN NULL;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'withdrawal_ends_logins') THEN
    CREATE TRIGGER withdrawal_ends_logins AFTER UPDATE OF withdrawn_at ON work.registration
      FOR EACH ROW WHEN (NEW.withdrawn_at IS NOT NULL) EXECUTE FUNCTION work.end_logins();
  END IF;
END
$once$;
