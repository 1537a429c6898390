-- A session's row holds what every answer asks of it: whose it is, and how many questions its form has. Who makes many may tell both: a
-- foreign key holds the one, work.hold_questions the other.
CREATE OR REPLACE FUNCTION work.complete_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT t.registration_id INTO NEW.registration_id FROM work.attempt t
  WHERE t.association_id = NEW.association_id AND t.id = NEW.attempt_id;
  NEW.questions := work.questions_of(NEW.association_id, NEW.form_id, NEW.part);
  RETURN NEW;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_is_completed') THEN
    DROP TRIGGER IF EXISTS session_is_complete ON work.session;
    CREATE TRIGGER session_is_completed BEFORE INSERT ON work.session FOR EACH ROW
      WHEN (NEW.registration_id IS NULL OR NEW.questions IS NULL) EXECUTE FUNCTION work.complete_session();
  END IF;
END
$once$;
