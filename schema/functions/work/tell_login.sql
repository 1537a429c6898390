-- A new login takes the sessions of its candidate over: that is a change of each of them (work.change).
CREATE OR REPLACE FUNCTION work.tell_login() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO work.change (session_id)
  SELECT s.id FROM work.attempt t
  JOIN work.session s ON s.association_id = t.association_id AND s.attempt_id = t.id
  WHERE t.association_id = NEW.association_id AND t.registration_id = NEW.registration_id;
  RETURN NULL;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'login_tells_its_sessions') THEN
    CREATE TRIGGER login_tells_its_sessions AFTER INSERT ON work.login
      FOR EACH ROW EXECUTE FUNCTION work.tell_login();
  END IF;
END
$once$;
