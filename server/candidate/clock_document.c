#include "clock_document.h"

json_t *
clock_document (const struct candidate_session *session)
{
  return wing_made (json_pack ("{s:I, s:s, s:b, s:b}", "seconds_left", (json_int_t) session->time.left_s, "line",
                               session->time.line, "running", SESSION_RUNNING == session->state, "stopped",
                               session->stopped));
}
