-- Rules of the work schema that API owners call from their functions.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA work FROM PUBLIC, candidate_owner, review_owner, coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.in_time(timestamptz, timestamptz, int, timestamptz), work.start(uuid, uuid, timestamptz),
  work.resume(uuid, uuid, text, uuid, timestamptz), work.break_left_s(uuid, uuid), work.window_of(uuid, uuid, int)
  TO candidate_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.ledger(uuid, uuid, int, uuid) TO candidate_owner, coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.owed(uuid, uuid, int), work.owed_s(uuid, uuid, int), work.pause(uuid, uuid, text, timestamptz)
  TO candidate_owner;
GRANT EXECUTE ON FUNCTION work.groups(uuid, uuid) TO coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.latest_end(uuid, uuid, int[]) TO coordination_owner, registrar_owner;
GRANT EXECUTE ON FUNCTION work.window_of(uuid, uuid, int), work.pause(uuid, uuid, text, timestamptz),
  work.resume(uuid, uuid, text, uuid, timestamptz), work.extend(uuid, uuid, text, int, text, uuid, timestamptz),
  work.reopen(uuid, uuid, int, text, uuid, timestamptz), work.apply_accommodation(uuid, uuid, uuid, timestamptz),
  work.owed(uuid, uuid, int)
  TO coordination_owner;
GRANT EXECUTE ON FUNCTION work.lost_s(uuid, uuid, timestamptz, timestamptz),
  work.give_back(uuid, uuid, int, text, uuid, timestamptz) TO coordination_owner;
GRANT EXECUTE ON FUNCTION work.late_waiting(uuid, uuid), work.decide_late(uuid, uuid, boolean, text, uuid),
  work.rescue_waiting(uuid, uuid) TO coordination_owner;
GRANT EXECUTE ON FUNCTION work.request_by(uuid, uuid, text), work.hold_registration(uuid, uuid) TO candidate_owner, coordination_owner;
GRANT EXECUTE ON FUNCTION work.hold_registrations(uuid[], uuid[]), work.start_many(uuid[], uuid[], timestamptz[]),
  work.terms_many(uuid[], uuid[], int[]), work.questions_of(uuid, uuid, int) TO candidate_owner;
GRANT EXECUTE ON FUNCTION work.exam_over(uuid, uuid, timestamptz) TO candidate_owner;
GRANT EXECUTE ON FUNCTION work.own_window_many(uuid[], uuid[]) TO candidate_owner;
GRANT EXECUTE ON FUNCTION work.own_window(uuid, uuid), work.places_taken(uuid, uuid), work.lacks_appointment(uuid, uuid, int),
  work.appointment_stays(uuid, uuid, int, timestamptz), work.book(uuid, uuid, int, uuid, text, timestamptz),
  work.cancel_appointment(uuid, uuid, int, text, timestamptz)
  TO candidate_owner, coordination_owner;
GRANT EXECUTE ON FUNCTION work.renew_appointments(uuid, uuid, timestamptz) TO coordination_owner;
