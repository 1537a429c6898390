#include "break_document.h"

json_t *
break_minutes (const struct candidate_session *session)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (24);
  struct text minutes;

  session_time_minutes (session->break_left_s, &out);
  minutes = buf_view (&out);
  return wing_made (json_stringn (minutes.at, minutes.length));
}

json_t *
break_document (const struct candidate_session *session)
{
  return wing_made (json_pack ("{s:i, s:b, s:o, s:o, s:I}", "part", session->part, "resting", session->own_break, "break_left",
                               break_minutes (session), "time", wing_time (&session->time), "version",
                               (json_int_t) session->version));
}
