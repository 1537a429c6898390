#include "clock_document.h"

json_t *
clock_document (const struct candidate_session *session)
{
  bool paused = SESSION_PAUSED == session->state;

  return wing_made (json_pack ("{s:I, s:s, s:b, s:b, s:b, s:b, s:b, s:I}", "seconds_left", (json_int_t) session->time.left_s,
                               "line", session->time.line, "running", paused || SESSION_RUNNING == session->state, "stopped",
                               session->stopped, "paused", paused, "own_break", session->own_break, "taken_over",
                               session->taken_over, "version", (json_int_t) session->version));
}
