-- Pieces that the coordination desk's functions share: they take no login, so the desk itself may not call them.
REVOKE EXECUTE ON FUNCTION coordination_api.caller(bytea, int), coordination_api.progress(uuid, uuid),
  coordination_api.blockers(jsonb, text), coordination_api.steps(jsonb), coordination_api.show_time(timestamptz, text),
  coordination_api.note_words(text),
  coordination_api.window_of(timestamptz, timestamptz, text), coordination_api.repeats(uuid, uuid, uuid, text, text, smallint[]),
  coordination_api.minutes(uuid, uuid)
  FROM blindmark_coordination;
