/* A reviewer who can tell who wrote a packet gives it back, on a page of its own. */
#include "handlers.h"
#include "review_standing_aside.h"
#include "view.h"

static json_t *
view (const struct review_packet *packet)
{
  return json_pack ("{s:o, s:o, s:o, s:o, s:b, s:b}", "code", view_text (packet->code), "association",
                    view_text (packet->association), "category", view_text (packet->category), "category_is",
                    view_category_is (packet->category), "locked", (int) packet->locked, "begun", (int) (packet->version > 0));
}

struct http_reply
review_get_give_back (struct http_request *rq, void *worker)
{
  struct review_packet packet;
  struct http_reply reply;

  if (! review_load (rq, worker, &packet, &reply))
    return reply;
  if (packet.practice)
    return review_refuse (rq, REVIEW_NONE);
  return http_reply_ok (rq, view (&packet));
}

static struct http_reply
again (struct http_request *rq, const struct review_packet *packet, struct text kind, struct text words, const char *field,
       const char *reason)
{
  json_t *typed = view (packet);

  json_object_set_new (typed, "words", view_text (words));
  if (0 != kind.length)
    json_object_set_new (typed, "chosen", json_pack ("{s:b}", arena_string (rq->arena, kind), 1));
  return http_reply_form_problem (rq, ERROR_INVALID_FIELD, field, reason, "give_back", typed);
}

struct http_reply
review_post_give_back (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 }, kind = { "", 0 }, words = { "", 0 };
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_WORD_OPTIONAL ("kind", "writer|named|other", &kind),
                                     HTTP_BODY_TEXT_OPTIONAL ("words", REVIEW_GIVE_BACK_MOST, &words), HTTP_FIELD_END };
  struct review_packet packet;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_packet (worker, review_token (rq), code, rq->arena, &packet);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  words = text_trim (words);
  if (packet.locked)
    return http_reply_form_problem (rq, ERROR_LOCKED, NULL, "locked_stays", "give_back", view (&packet));
  if (0 == kind.length)
    return again (rq, &packet, kind, words, "kind", "give_back_kind");
  if (text_code_points (words) < REVIEW_GIVE_BACK_LEAST)
    return again (rq, &packet, kind, words, "words", "give_back_words");
  outcome = review_store_give_back (worker, review_token (rq), code, kind, words, rq->arena);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_done (rq, NULL, "/queue?notice=given_back");
}
