-- After a statement that made sessions or ledger entries: whose entitled_s is not the sum of their ledger then is weighed again at commit
-- (work.hold_entitlement). A statement that writes both leaves nothing to be weighed; row by row it would cost more than the writing.
CREATE OR REPLACE FUNCTION work.weigh_ledgers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_TABLE_NAME = 'session' THEN
    INSERT INTO work.unsettled (association_id, session_id)
    SELECT m.association_id, m.id FROM made m
    WHERE m.entitled_s <> (SELECT coalesce(sum(e.seconds), 0) FROM work.entitlement e
                           WHERE e.association_id = m.association_id AND e.session_id = m.id);
  ELSE
    INSERT INTO work.unsettled (association_id, session_id)
    SELECT s.association_id, s.id
    FROM (SELECT DISTINCT x.association_id, x.session_id FROM made x) m
    JOIN work.session s ON s.association_id = m.association_id AND s.id = m.session_id
    WHERE s.entitled_s <> (SELECT sum(e.seconds) FROM work.entitlement e
                           WHERE e.association_id = m.association_id AND e.session_id = m.session_id);
  END IF;
  RETURN NULL;
END;
$$;

DO $once$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'ledgers_are_weighed') THEN
    CREATE TRIGGER ledgers_are_weighed AFTER INSERT ON work.session
      REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION work.weigh_ledgers();
    CREATE TRIGGER ledgers_are_weighed AFTER INSERT ON work.entitlement
      REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION work.weigh_ledgers();
  END IF;
END
$once$;
