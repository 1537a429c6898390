/* Keeps a phrase. One that is there already stays as it is. */
#include "handlers.h"
#include "review_phrases.h"

static bool
holds (const struct review_phrases *phrases, struct text text)
{
  for (size_t i = 0; i < phrases->count; i++)
    if (text_equal (phrases->at[i].text, text))
      return true;
  return false;
}

static struct http_reply
again (struct http_request *rq, enum error error, const char *reason, struct text code, const struct review_phrases *phrases)
{
  return http_reply_form_problem (rq, error, "text", reason, "phrases", view_phrases (code, phrases));
}

struct http_reply
review_post_phrase (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 }, text = { "", 0 };
  const struct http_field spec[]
    = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_TEXT_OPTIONAL ("text", 20000, &text), HTTP_FIELD_END };
  struct review_phrases phrases;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_phrases (worker, review_token (rq), code, rq->arena, &phrases);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  text = text_trim (text);
  if (0 == text.length || text_code_points (text) > REVIEW_PHRASE_MOST)
    return again (rq, ERROR_INVALID_FIELD, "phrase_length", code, &phrases);
  if (! holds (&phrases, text))
    {
      outcome = review_store_add_phrase (worker, review_token (rq), code, text, rq->arena);
      if (REVIEW_TOO_MANY == outcome)
        return again (rq, ERROR_CONFLICT, "phrases_full", code, &phrases);
      if (REVIEW_DONE == outcome)
        outcome = review_store_phrases (worker, review_token (rq), code, rq->arena, &phrases);
      if (REVIEW_DONE != outcome)
        return review_refuse (rq, outcome);
    }
  return http_reply_done (rq, view_phrases (code, &phrases),
                          arena_printf (rq->arena, "/packets/%s/phrases", arena_string (rq->arena, code)));
}
