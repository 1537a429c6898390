-- Helpers that API owners may call from their functions; no login role is named here.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA service, audit FROM PUBLIC, candidate_owner, review_owner, coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION service.now_utc() TO candidate_owner, review_owner, coordination_owner, registrar_owner, audit_data, work_data;
GRANT EXECUTE ON FUNCTION service.anchor(text, bigint), service.arrival(timestamptz) TO candidate_owner, coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION service.beat(text, timestamptz) TO candidate_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION audit.append_many(uuid, text, uuid[], text, uuid[], jsonb[]) TO candidate_owner;
GRANT EXECUTE ON FUNCTION audit.append(uuid, text, uuid, text, uuid, jsonb)
  TO candidate_owner, review_owner, coordination_owner, registrar_owner, service_data;
