-- What the installation's own functions reach: the operator's first steps.
REVOKE ALL ON ALL TABLES IN SCHEMA staff, audit, service FROM service_data;
GRANT ALL ON ALL TABLES IN SCHEMA service TO service_data;
GRANT USAGE ON SCHEMA staff, audit TO service_data;
GRANT SELECT, INSERT ON staff.association, staff.confidentiality_text, staff.account, staff.appointment, staff.one_time_code TO service_data;
GRANT USAGE ON SCHEMA service TO audit_data, work_data;
GRANT USAGE ON SCHEMA service, audit TO candidate_owner, review_owner, coordination_owner, registrar_owner;
