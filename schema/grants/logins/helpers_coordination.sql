-- Pieces that the coordination desk's functions share: they take no login, so the desk itself may not call them.
REVOKE EXECUTE ON FUNCTION coordination_api.caller(bytea, int), coordination_api.progress(uuid, uuid),
  coordination_api.blockers(jsonb, text), coordination_api.steps(jsonb), coordination_api.show_time(timestamptz, text),
  coordination_api.note_words(text), coordination_api.groups_doc(uuid, uuid),
  coordination_api.window_of(timestamptz, timestamptz, text), coordination_api.repeats(uuid, uuid, uuid, text, text, smallint[]),
  coordination_api.minutes(uuid, uuid),
  coordination_api.taken_in(uuid, uuid, int), coordination_api.fitting_acts(text, text, boolean),
  coordination_api.sessions_of(uuid, uuid), coordination_api.act_of(uuid, uuid, text, uuid, int), coordination_api.span(bigint),
  coordination_api.outage_times(timestamptz, timestamptz, text), coordination_api.outages_open(uuid, uuid, text),
  coordination_api.struck_by(uuid, uuid, timestamptz, timestamptz), coordination_api.alarms(timestamptz),
  coordination_api.grant_fault(text, text, int[], smallint[], boolean),
  coordination_api.grants_less(work.accommodation, work.accommodation), coordination_api.typed_moment(text, text),
  coordination_api.slot_doc(work.slot, text, timestamptz), coordination_api.saved_of(uuid, uuid),
  coordination_api.pulses_of(uuid, uuid[], timestamptz), coordination_api.empty_seats(uuid, uuid), coordination_api.room(uuid, uuid),
  coordination_api.reserve(uuid, uuid), coordination_api.reviewer_states(uuid, uuid),
  coordination_api.told(uuid, text, uuid), coordination_api.remarks_open(uuid),
  coordination_api.calibration_has(uuid, uuid), coordination_api.calibration_spare(uuid, uuid, uuid),
  coordination_api.reviewers_paused(uuid, uuid)
  FROM blindmark_coordination;
