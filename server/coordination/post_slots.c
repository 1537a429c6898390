/* Adds a slot, or several at equal distances; or shows the form again with what is not right. */
#include "slots_page.h"

static struct http_reply
again (struct http_request *rq, void *worker, struct administration_id id, const struct new_slots *entries, const char *field,
       const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_slots (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  new_slots_show (entries, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "slots", doc, NULL);
}

struct number
{
  const char *name;
  struct text typed;
  int64_t least, most;
  int32_t *target;
};

/* The name of the first that is not right; NULL: all are. */
static const char *
read_numbers (const struct new_slots *e, struct coordination_new_slots *wanted)
{
  const struct number numbers[] = { { "part", e->part, 1, 2, &wanted->part },
                                    { "places", e->places, 1, 500, &wanted->places },
                                    { "times", e->times, 1, 50, &wanted->times },
                                    { "every", e->every, 5, 10080, &wanted->every } };
  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    {
      int64_t value = 0;
      if (! text_to_i64 (text_trim (numbers[i].typed), numbers[i].least, numbers[i].most, &value))
        return numbers[i].name;
      *numbers[i].target = (int32_t) value;
    }
  return NULL;
}

static const char *
check_texts (const struct new_slots *e, const char **reason)
{
  *reason = "date_wrong";
  if (! coordination_typed_like (e->date, "0000-00-00"))
    return "date";
  *reason = "time_wrong";
  if (! coordination_typed_like (e->time, "00:00"))
    return "time";
  *reason = "absent";
  return 0 == text_trim (e->place).length ? "place" : NULL;
}

static struct http_reply
add (struct http_request *rq, void *worker, struct administration_id id, const struct new_slots *e,
     const struct coordination_new_slots *wanted)
{
  json_t *doc = NULL;
  struct http_reply reply;
  enum coordination_outcome outcome
      = coordination_add_slots (coordination_store_of (worker), coordination_asker_of (rq), id, wanted, &doc);
  if (COORDINATION_OK == outcome)
    reply = http_reply_done (rq, NULL, coordination_path (rq, id.uid, "/slots"));
  else if (COORDINATION_BAD_FIELD == outcome)
    reply = again (rq, worker, id, e,
                   arena_string (rq->arena, text_of (json_string_value (json_object_get (doc, "field")))), slots_reason (doc));
  else
    reply = coordination_problem (rq, outcome);
  json_decref (doc);
  return reply;
}

struct http_reply
coordination_post_slots (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct new_slots e = new_slots_default ();
  struct coordination_new_slots wanted = { .part = 0 };
  const char *reason = NULL;
  const char *field;
  const struct http_field spec[] = { HTTP_PATH_UID ("id", &id.uid),
                                     HTTP_BODY_TEXT_OPTIONAL ("part", 20, &e.part),
                                     HTTP_BODY_TEXT_OPTIONAL ("date", 20, &e.date),
                                     HTTP_BODY_TEXT_OPTIONAL ("time", 20, &e.time),
                                     HTTP_BODY_TEXT_OPTIONAL ("places", 20, &e.places),
                                     HTTP_BODY_TEXT_OPTIONAL ("place", 200, &e.place),
                                     HTTP_BODY_TEXT_OPTIONAL ("times", 20, &e.times),
                                     HTTP_BODY_TEXT_OPTIONAL ("every", 20, &e.every),
                                     HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  field = check_texts (&e, &reason);
  if (NULL != field)
    return again (rq, worker, id, &e, field, reason);
  field = read_numbers (&e, &wanted);
  if (NULL != field)
    return again (rq, worker, id, &e, field, "bad_number");
  wanted.starts = text_of (arena_printf (rq->arena, "%.10s %.5s", e.date.at, e.time.at));
  wanted.place = text_trim (e.place);
  return add (rq, worker, id, &e, &wanted);
}
