/* Forgets a phrase, named by its text: pages carry no numbers of rows. One that is gone already is gone. */
#include "handlers.h"
#include "review_phrases.h"

struct http_reply
review_post_phrase_drop (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 }, text = { "", 0 };
  const struct http_field spec[]
    = { HTTP_PATH_TEXT ("code", &code), HTTP_BODY_TEXT ("text", 1, 20000, &text), HTTP_FIELD_END };
  struct review_phrases phrases;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_phrases (worker, review_token (rq), code, rq->arena, &phrases);
  for (size_t i = 0; REVIEW_DONE == outcome && i < phrases.count; i++)
    if (text_equal (phrases.at[i].text, text))
      {
        outcome = review_store_drop_phrase (worker, review_token (rq), phrases.at[i].id, rq->arena);
        if (REVIEW_DONE == outcome || REVIEW_NONE == outcome)
          outcome = review_store_phrases (worker, review_token (rq), code, rq->arena, &phrases);
        break;
      }
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_done (rq, view_phrases (code, &phrases),
                          arena_printf (rq->arena, "/packets/%s/phrases", arena_string (rq->arena, code)));
}
