/* Adds a member of staff and shows their one-time code, once. */
#include "staff_code.h"

static const char *const categories[] = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" };

struct entries
{
  struct text name;
  struct text email;
  bool coordinate, proctor, review, mask, approve;
  struct http_list categories;
  int64_t capacity;
};

static int32_t
rights_of (const struct entries *e)
{
  return (e->coordinate ? COORDINATION_COORDINATE : 0) | (e->proctor ? COORDINATION_PROCTOR : 0)
         | (e->review ? COORDINATION_REVIEW : 0) | (e->mask ? COORDINATION_MASK : 0)
         | (e->approve ? COORDINATION_APPROVE : 0);
}

static struct http_reply
again (struct http_request *rq, void *worker, const struct entries *e, enum error error, const char *field,
       const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_staff (coordination_store_of (worker), coordination_asker_of (rq), &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  json_object_set_new (doc, "entered",
                       json_pack ("{s:s%, s:s%, s:I, s:b, s:b, s:b, s:b, s:b}", "name", e->name.at, e->name.length,
                                  "email", e->email.at, e->email.length, "capacity", (json_int_t) e->capacity,
                                  "coordinate", e->coordinate, "proctor", e->proctor, "review", e->review, "mask",
                                  e->mask, "approve", e->approve));
  return coordination_form_again (rq, error, field, reason, "staff", doc, NULL);
}

static bool
are_categories (const struct http_list *list)
{
  for (size_t i = 0; i < list->count; i++)
    {
      bool known = false;
      for (size_t c = 0; c < BM_COUNT (categories); c++)
        known = known || text_is (list->values[i], categories[c]);
      if (! known)
        return false;
    }
  return list->count <= BM_COUNT (categories);
}

static bool
is_email (struct text email)
{
  size_t at = 0;
  for (size_t i = 0; i < email.length; i++)
    {
      if (' ' == email.at[i] || (unsigned char) email.at[i] < 0x20)
        return false;
      if ('@' == email.at[i])
        at = 0 == at ? i : email.length;
    }
  return at > 0 && at + 1 < email.length;
}

static struct http_reply
add (struct http_request *rq, void *worker, const struct entries *e)
{
  struct coordination_new_staff person = { .name = text_trim (e->name),
                                           .email = text_trim (e->email),
                                           .rights = rights_of (e),
                                           .capacity = (int32_t) e->capacity };
  struct text all[BM_COUNT (categories)];
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  for (size_t c = 0; c < BM_COUNT (categories); c++)
    all[c] = text_of (categories[c]);
  person.categories = 0 == e->categories.count ? all : e->categories.values;
  person.category_count = 0 == e->categories.count ? BM_COUNT (categories) : e->categories.count;
  outcome = coordination_add_staff (coordination_store_of (worker), coordination_asker_of (rq), &person, &doc);
  if (COORDINATION_COLLISION == outcome)
    return again (rq, worker, e, ERROR_INVALID_FIELD, "rights", "rights_collide");
  if (COORDINATION_CONFLICT == outcome)
    return again (rq, worker, e, ERROR_CONFLICT, "email", "works_here");
  return COORDINATION_OK == outcome ? staff_code_page (rq, worker, doc) : coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_post_staff (struct http_request *rq, void *worker)
{
  struct entries e = { .name = { "", 0 }, .email = { "", 0 }, .capacity = 20 };
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("name", 120, &e.name),
                                     HTTP_BODY_TEXT_OPTIONAL ("email", 254, &e.email),
                                     HTTP_BODY_BOOL ("coordinate", &e.coordinate),
                                     HTTP_BODY_BOOL ("proctor", &e.proctor),
                                     HTTP_BODY_BOOL ("review", &e.review),
                                     HTTP_BODY_BOOL ("mask", &e.mask),
                                     HTTP_BODY_BOOL ("approve", &e.approve),
                                     HTTP_BODY_LIST ("categories", 4, &e.categories),
                                     HTTP_BODY_I64_OPTIONAL ("capacity", 0, 500, &e.capacity),
                                     HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (0 == text_trim (e.name).length)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "name", "name_missing");
  if (! is_email (text_trim (e.email)))
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "email", "email_wrong");
  if (0 == rights_of (&e))
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "rights", "rights_missing");
  if (! are_categories (&e.categories))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "categories", "bad_word");
  return add (rq, worker, &e);
}
