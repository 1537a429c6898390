-- Rules of the work schema that API owners call from their functions.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA work FROM PUBLIC, candidate_owner, review_owner, coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.in_time(timestamptz, timestamptz, int) TO candidate_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.late_waiting(uuid, uuid), work.decide_late(uuid, uuid, boolean, text, uuid) TO coordination_owner;
