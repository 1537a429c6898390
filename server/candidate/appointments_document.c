#include "appointments_document.h"

#include <string.h>

static json_t *
appointment (const struct candidate_appointment *part)
{
  bool stands = 0 == strcmp ("stands", part->state);
  json_t *document
    = wing_made (json_pack ("{s:i, s:b, s:b, s:b, s:b, s:{s:b}}", "part", part->part, "kept", part->kept, "open", part->open,
                            "needed", part->needed, "ahead", part->ahead, "is", part->state, true));

  if (0 == strcmp ("none", part->state))
    return document;
  (void) json_object_update_new (
    document, wing_made (json_pack ("{s:s, s:s, s:s, s:b}", "day", part->day, "time", part->time, "place", part->place,
                                    "elsewhere", stands && ! part->fits)));
  return document;
}

/* Slots of one part that follow each other on one day, under that day. */
static json_t *
days_of (struct arena *arena, int part, const struct candidate_slot *slots, size_t count)
{
  json_t *days = wing_made (json_array ());
  json_t *times = NULL;
  const char *day = "";

  for (size_t i = 0; i < count; i++)
    {
      char *id = arena_take (arena, UID_TEXT_ROOM);
      if (part != slots[i].part)
        continue;
      if (0 != strcmp (day, slots[i].day))
        {
          day = slots[i].day;
          times = wing_made (json_array ());
          (void) json_array_append_new (days, wing_made (json_pack ("{s:s, s:o}", "day", day, "slots", times)));
        }
      uid_print (slots[i].id, id);
      (void) json_array_append_new (
        times, wing_made (json_pack ("{s:s, s:s, s:s, s:I, s:b}", "slot", id, "time", slots[i].time, "place", slots[i].place,
                                     "places_left", (json_int_t) slots[i].places_left, "last", 1 == slots[i].places_left)));
    }
  return days;
}

static bool
is_shown (const struct candidate_appointment *part)
{
  return part->kept || 0 != strcmp ("none", part->state);
}

json_t *
appointments_document (struct arena *arena, const struct candidate_appointments *found, const struct candidate_slot *slots,
                       size_t count)
{
  json_t *parts = wing_made (json_array ());
  bool stands = false, led = false;

  for (size_t i = 0; i < found->count; i++)
    {
      const struct candidate_appointment *one = &found->parts[i];
      json_t *part, *days;
      bool choices;
      if (! is_shown (one))
        continue;
      part = appointment (one);
      stands = stands || 0 == strcmp ("stands", one->state);
      days = one->open ? days_of (arena, one->part, slots, count) : wing_made (json_array ());
      choices = 0 < json_array_size (days);
      (void) json_object_set_new (part, "choices", json_boolean (choices));
      (void) json_object_set_new (part, "main", json_boolean (choices && one->needed && ! led));
      led = led || (choices && one->needed);
      (void) json_object_set_new (part, "days", days);
      (void) json_array_append_new (parts, part);
    }
  return wing_made (json_pack ("{s:s, s:s, s:s, s:b, s:b, s:o}", "zone", found->zone, "opens", found->opens, "closes",
                               found->closes, "stands", stands, "some", 0 < json_array_size (parts), "parts", parts));
}

json_t *
appointments_brief (const struct candidate_appointments *found)
{
  json_t *parts = wing_made (json_array ());
  const struct candidate_appointment *next = NULL;
  bool pick = false;

  for (size_t i = 0; i < found->count; i++)
    {
      const struct candidate_appointment *one = &found->parts[i];
      if (! is_shown (one))
        continue;
      (void) json_array_append_new (parts, appointment (one));
      pick = pick || (one->needed && one->open);
      if (one->ahead && one->open && (NULL == next || one->starts_us < next->starts_us))
        next = one;
    }
  if (0 == json_array_size (parts))
    {
      json_decref (parts);
      return NULL;
    }
  return wing_made (json_pack ("{s:o, s:b, s:o*}", "parts", parts, "pick", pick, "next",
                               NULL == next ? NULL : appointment (next)));
}

struct http_reply
appointments_again (struct http_request *rq, void *worker, enum candidate_outcome refused)
{
  struct candidate_call call = wing_call (rq);
  struct candidate_appointments found;
  const struct candidate_slot *slots = NULL;
  size_t count = 0;
  enum candidate_outcome outcome;

  if (CANDIDATE_FULL != refused && CANDIDATE_PAST != refused && CANDIDATE_OUTSIDE != refused && CANDIDATE_NO_SLOT != refused)
    return wing_stop (rq, refused);
  outcome = candidate_store_appointments (wing_store (worker), &call, &found);
  if (CANDIDATE_DONE == outcome)
    outcome = candidate_store_free_slots (wing_store (worker), &call, &slots, &count);
  if (CANDIDATE_DONE != outcome)
    return wing_stop (rq, outcome);
  return wing_again (rq, refused, "appointments", appointments_document (rq->arena, &found, slots, count));
}
