-- At commit, a session's entitled_s is the sum of its ledger: nobody can give or take time without an entry that says why.
-- For a session whose entitled_s was changed, and one that did not add up when a statement ended (work.weigh_ledgers).
CREATE OR REPLACE FUNCTION work.hold_entitlement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  session uuid;
  entitled bigint;
  owed bigint;
BEGIN
  IF TG_TABLE_NAME = 'session' THEN
    session := NEW.id;
  ELSE
    session := NEW.session_id;
    DELETE FROM work.unsettled u WHERE u.association_id = NEW.association_id AND u.session_id = session;
  END IF;
  SELECT s.entitled_s, (SELECT coalesce(sum(e.seconds), 0) FROM work.entitlement e
                        WHERE e.association_id = NEW.association_id AND e.session_id = session)
  INTO entitled, owed FROM work.session s WHERE s.association_id = NEW.association_id AND s.id = session;
  IF entitled IS DISTINCT FROM owed THEN
    RAISE EXCEPTION 'session % is entitled to % s, its ledger says % s', session, entitled, owed;
  END IF;
  RETURN NULL;
END;
$$;

-- Together, so that there is no moment at which nothing holds it.
DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'unsettled_is_settled') THEN
    CREATE CONSTRAINT TRIGGER unsettled_is_settled AFTER INSERT ON work.unsettled
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION work.hold_entitlement();
    DROP TRIGGER IF EXISTS ledger_is_the_entitlement ON work.entitlement;
    DROP TRIGGER IF EXISTS entitlement_is_the_ledger ON work.session;
    CREATE CONSTRAINT TRIGGER entitlement_is_the_ledger AFTER UPDATE OF entitled_s ON work.session
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION work.hold_entitlement();
  END IF;
END
$once$;
