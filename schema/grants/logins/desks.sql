-- Each login role may call the functions of its own desk and nothing else.
REVOKE ALL ON SCHEMA candidate_api, review_api, coordination_api, registrar_api FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA candidate_api, review_api, coordination_api, registrar_api FROM PUBLIC;
GRANT USAGE ON SCHEMA candidate_api TO blindmark_candidate;
GRANT USAGE ON SCHEMA review_api TO blindmark_review;
GRANT USAGE ON SCHEMA coordination_api TO blindmark_coordination;
GRANT USAGE ON SCHEMA registrar_api TO blindmark_registrar;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA candidate_api TO blindmark_candidate;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA review_api TO blindmark_review;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA coordination_api TO blindmark_coordination;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA registrar_api TO blindmark_registrar;
