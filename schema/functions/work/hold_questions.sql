-- Sessions have as many questions as their form has: counted once for each form in a statement.
CREATE OR REPLACE FUNCTION work.hold_questions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT x.association_id, x.form_id, x.part, x.questions FROM made x OFFSET 0) m
             WHERE m.questions <> work.questions_of(m.association_id, m.form_id, m.part)) THEN
    RAISE EXCEPTION 'a session has not as many questions as its form';
  END IF;
  RETURN NULL;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'session_has_its_questions') THEN
    CREATE TRIGGER session_has_its_questions AFTER INSERT ON work.session
      REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION work.hold_questions();
  END IF;
END
$once$;
