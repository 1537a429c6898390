/* Appointments as a calendar file. Without ?part: all that stand. With it: that one as it is now, so that a cancelled one is a
   file of its own, whose METHOD is CANCEL (RFC 5546: one method for each file). The file is handed to the candidate alone and
   says no more than when and where: no code, and of the time owed only the end that follows from it. */
#include "appointments_document.h"
#include "calendar.h"
#include "endpoints.h"

#include <string.h>

#define FILE_MOST ((size_t) 64 * 1024)

/* The UID never changes, so it does not depend on the address of the desk. */
static struct calendar_event
event_of (const struct candidate_worker *worker, struct arena *arena, const struct candidate_appointments *found,
          const struct candidate_appointment *part)
{
  char id[UID_TEXT_ROOM];

  uid_print (part->id, id);
  return (struct calendar_event) {
    .uid = text_of (arena_printf (arena, "%s@blindmark", id)),
    .sequence = part->sequence,
    .stamped_us = found->moment_us,
    .starts_us = part->starts_us,
    .ends_us = part->ends_us,
    .summary = text_of (arena_printf (arena, "%s %d, %s", wing_word (worker, "calendar", "summary"), part->part,
                                       found->association)),
    .description = text_of (wing_word (worker, "calendar", "description")),
    .location = text_of (part->place),
    .cancelled = 0 == strcmp ("cancelled", part->state),
  };
}

struct http_reply
get_appointments_ics (struct http_request *rq, void *worker)
{
  int64_t part = 0;
  const struct http_field spec[] = { HTTP_QUERY_I64 ("part", 1, 2, &part), HTTP_FIELD_END };
  struct candidate_call call = wing_call (rq);
  struct candidate_appointments found;
  struct calendar_event events[BM_COUNT (found.parts)];
  struct buf file BM_CLEANUP (buf_free) = buf_new (FILE_MOST);
  size_t count = 0;
  enum candidate_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = candidate_store_appointments (wing_store (worker), &call, &found);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  for (size_t i = 0; i < found.count; i++)
    if (0 == part ? 0 == strcmp ("stands", found.parts[i].state)
                  : part == found.parts[i].part && 0 != strcmp ("none", found.parts[i].state))
      events[count++] = event_of (worker, rq->arena, &found, &found.parts[i]);
  if (0 == count)
    return http_reply_problem (rq, ERROR_NOT_FOUND, NULL, "no_appointment_yet");
  calendar_write (events, count, &file);
  return http_reply_file (rq, "text/calendar; charset=utf-8", "appointments.ics",
                          arena_bytes (rq->arena, bytes_of_text (buf_view (&file))));
}
