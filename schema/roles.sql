-- Roles, repeatable. Nobody is a member of anybody: a login role cannot become an owner.
DO $roles$
DECLARE
  owner text;
BEGIN
  FOREACH owner IN ARRAY ARRAY[
    'service_data', 'identity_data', 'staff_data', 'bank_data', 'bank_key_data', 'work_data', 'intake_data', 'review_data',
    'result_data', 'audit_data', 'bridge_data',
    'candidate_owner', 'review_owner', 'coordination_owner', 'registrar_owner']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = owner) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', owner);
    END IF;
    -- The global form, once for each owner: the IN SCHEMA form would leave the default for PUBLIC in place.
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC', owner);
    EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE USAGE ON TYPES FROM PUBLIC', owner);
  END LOOP;
  FOREACH owner IN ARRAY ARRAY['blindmark_candidate', 'blindmark_review', 'blindmark_coordination', 'blindmark_registrar']
  LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = owner) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', owner);
    END IF;
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO blindmark_candidate, blindmark_review, blindmark_coordination, blindmark_registrar',
                 current_database());
END
$roles$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
