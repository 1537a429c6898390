-- A session's row holds what every answer asks of it: whose it is, and how many questions its form has, which never changes.
CREATE OR REPLACE FUNCTION work.complete_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT t.registration_id INTO NEW.registration_id FROM work.attempt t
  WHERE t.association_id = NEW.association_id AND t.id = NEW.attempt_id;
  NEW.questions := CASE NEW.part
    WHEN 1 THEN (SELECT count(*) FROM bank.form_item f WHERE f.association_id = NEW.association_id AND f.form_id = NEW.form_id)
    ELSE (SELECT count(*) FROM bank.form_vignette f WHERE f.association_id = NEW.association_id AND f.form_id = NEW.form_id) END;
  RETURN NEW;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_is_complete') THEN
    CREATE TRIGGER session_is_complete BEFORE INSERT ON work.session
      FOR EACH ROW EXECUTE FUNCTION work.complete_session();
  END IF;
END
$once$;
