/* Adds a member of staff and shows their one-time code, once. */
#include "staff_code.h"
#include "staff_form.h"

struct entries
{
  struct text name;
  struct text email;
  struct staff_form form;
};

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
                       json_pack ("{s:s%, s:s%, s:s%, s:I, s:b, s:b, s:b, s:b, s:b}", "name", e->name.at, e->name.length,
                                  "email", e->email.at, e->email.length, "employer", e->form.employer.at,
                                  e->form.employer.length, "capacity", (json_int_t) e->form.capacity,
                                  "coordinate", e->form.coordinate, "proctor", e->form.proctor, "review",
                                  e->form.review, "mask", e->form.mask, "approve", e->form.approve));
  return coordination_form_again (rq, error, field, reason, "staff", doc, NULL);
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
add (struct http_request *rq, void *worker, const struct entries *e, const struct coordination_appointment *appointment)
{
  struct coordination_new_staff person = { text_trim (e->name), text_trim (e->email), text_trim (e->form.employer),
                                          *appointment };
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_add_staff (coordination_store_of (worker), coordination_asker_of (rq), &person, &doc);
  if (COORDINATION_COLLISION == outcome)
    return again (rq, worker, e, ERROR_INVALID_FIELD, "rights", "rights_collide");
  if (COORDINATION_CONFLICT == outcome)
    return again (rq, worker, e, ERROR_CONFLICT, "email", "works_here");
  return COORDINATION_OK == outcome ? staff_code_page (rq, worker, doc) : coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_post_staff (struct http_request *rq, void *worker)
{
  struct entries e = { .name = { "", 0 }, .email = { "", 0 }, .form = { .capacity = 20, .employer = { "", 0 } } };
  struct coordination_appointment appointment;
  const struct http_field spec[] = { HTTP_BODY_TEXT_OPTIONAL ("name", 120, &e.name),
                                     HTTP_BODY_TEXT_OPTIONAL ("email", 254, &e.email), STAFF_FORM_FIELDS (e.form),
                                     HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! staff_form_read (&e.form, rq->arena, &appointment))
    return http_reply_problem (rq, ERROR_INVALID_FIELD, "categories", "bad_word");
  if (0 == text_trim (e.name).length)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "name", "name_missing");
  if (! is_email (text_trim (e.email)))
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "email", "email_wrong");
  if (0 == appointment.rights)
    return again (rq, worker, &e, ERROR_INVALID_FIELD, "rights", "rights_missing");
  return add (rq, worker, &e, &appointment);
}
